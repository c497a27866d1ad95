from django.urls import path

from kheo.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.list_, name="list"),
    path("drafts/<int:pk>/", views.draft, name="draft"),
    path("drafts/<int:pk>/change/", views.change, name="change"),
    path("drafts/<int:pk>/issue/", views.issue, name="issue"),
    path("drafts/<int:pk>/discard/", views.discard, name="discard"),
    path("drafts/<int:pk>/paper.pdf", views.as_pdf, name="pdf"),
    path("drafts/<int:pk>/paper.docx", views.as_word, name="word"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/attach-signed/", views.attach_signed, name="attach_signed"),
    path("<int:pk>/signed.pdf", views.signed, name="signed"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("certificates/<int:pk>.pdf", views.certificates, name="certificates"),
    path("templates/", views.templates, name="templates"),
    path("templates/<int:pk>/end/", views.end_template, name="end_template"),
    path("templates/<int:pk>/file.docx", views.template_file, name="template_file"),
]
checks = [path("<str:code>/", views.check, name="check")]  # short, for it stands in the QR code of each certificate
