"""Views of campaigns."""

from partyhub.campaigns.registers import campaigns
from partyhub.registers.views import register_blueprint

blueprints = (register_blueprint(campaigns),)
