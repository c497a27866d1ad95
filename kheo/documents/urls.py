from django.urls import path

from kheo.documents.views import certifying, drafting, filing, furnishing

app_name = "documents"
urlpatterns = [
    path("", filing.list_, name="list"),
    path("drafts/<int:pk>/", drafting.draft, name="draft"),
    path("drafts/<int:pk>/change/", drafting.change, name="change"),
    path("drafts/<int:pk>/issue/", drafting.issue, name="issue"),
    path("drafts/<int:pk>/discard/", drafting.discard, name="discard"),
    path("drafts/<int:pk>/paper.pdf", drafting.as_pdf, name="pdf"),
    path("drafts/<int:pk>/paper.docx", drafting.as_word, name="word"),
    path("<int:pk>/", filing.detail, name="detail"),
    path("<int:pk>/attach-signed/", filing.attach_signed, name="attach_signed"),
    path("<int:pk>/signed.pdf", filing.signed, name="signed"),
    path("<int:pk>/correct/", filing.correct, name="correct"),
    path("certificates/<int:pk>.pdf", certifying.certificates, name="certificates"),
    path("certificates/<int:pk>/", certifying.sheet, name="sheet"),
    path("certificates/one/<int:pk>.pdf", certifying.certificate, name="certificate"),
    path("certificates/one/<int:pk>/withdraw/", certifying.withdraw, name="withdraw"),
    path("letterheads/", furnishing.stationery, name="stationery"),
    path("letterheads/<int:unit_pk>/", furnishing.set_stationery, name="set_stationery"),
    path("templates/", furnishing.templates, name="templates"),
    path("templates/<int:pk>/end/", furnishing.end_template, name="end_template"),
    path("templates/<int:pk>/file.docx", furnishing.template_file, name="template_file"),
]
checks = [
    path("<str:code>/", certifying.check, name="check")
]  # short, for it stands in the QR code of each certificate
