from partyhub.projects.registers import mentorships, milestones, projects
from partyhub.registers import register_blueprint

blueprints = (
    register_blueprint(projects),
    register_blueprint(milestones),
    register_blueprint(mentorships),
)
