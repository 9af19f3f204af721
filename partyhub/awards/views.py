from partyhub.awards.registers import awards
from partyhub.registers import register_blueprint

blueprints = (register_blueprint(awards),)
