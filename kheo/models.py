"""The table of contents: every chapter's records, in the order of the story."""

from kheo.kernel.models import *  # noqa: F403 - Django finds models here
from kheo.people.models import *  # noqa: F403 - the same
from kheo.units.models import *  # noqa: F403 - the same
from kheo.documents.models import *  # noqa: F403 - the same
from kheo.movements.models import *  # noqa: F403 - the same
from kheo.criteria.models import *  # noqa: F403 - the same
from kheo.evaluations.models import *  # noqa: F403 - the same
from kheo.councils.models import *  # noqa: F403 - the same
from kheo.exemplars.models import *  # noqa: F403 - the same
from kheo.results.models import *  # noqa: F403 - the same
from kheo.evidence.models import *  # noqa: F403 - the same
from kheo.duplicates.models import *  # noqa: F403 - the same
from kheo.recognitions.models import *  # noqa: F403 - the same
from kheo.awards.models import *  # noqa: F403 - the same
from kheo.progress.models import *  # noqa: F403 - the same
from kheo.replication.models import *  # noqa: F403 - the same
from kheo.reorganisations.models import *  # noqa: F403 - the same
from kheo.insights.models import *  # noqa: F403 - the same
from kheo.rollups.models import *  # noqa: F403 - the same
from kheo.imports.models import *  # noqa: F403 - the same
