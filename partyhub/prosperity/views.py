from partyhub.prosperity.registers import prosperity_returns, prosperity_workshops
from partyhub.registers import register_blueprint

blueprints = (register_blueprint(prosperity_workshops), register_blueprint(prosperity_returns))
