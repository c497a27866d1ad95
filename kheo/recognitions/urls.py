app_name = "recognitions"
urlpatterns = []
