from partyhub.registers import register_blueprint
from partyhub.vanguards.registers import post_reviews, teams, vanguard_posts

blueprints = (
    register_blueprint(vanguard_posts),
    register_blueprint(post_reviews),
    register_blueprint(teams),
)
