"""Own forms of the superior office."""

from partyhub.registers import Feature
from partyhub.superior_forms.models import SuperiorForm
from partyhub.superior_forms.subjects import SUBJECTS

feature = Feature(models=(SuperiorForm,), subjects=SUBJECTS, views="partyhub.superior_forms.views")
