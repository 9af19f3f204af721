from partyhub.commissars.registers import commissars, duties
from partyhub.registers import register_blueprint

blueprints = (register_blueprint(commissars), register_blueprint(duties))
