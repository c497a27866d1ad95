from django import forms


class CloseReportForm(forms.Form):
    """Closing the figures asks nothing but whether it is meant: what is closed stands in the address."""
