"""Core domain: keys 2."""

from __future__ import annotations

from alembic import op

revision = "c538c4956dd0"
down_revision = "500f14802313"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE risks
            ADD CONSTRAINT fk_risks_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risks
            ADD CONSTRAINT fk_risks_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risk_controls
            ADD CONSTRAINT fk_risk_controls_risk_id FOREIGN KEY (risk_id) REFERENCES risks (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE risk_controls
            ADD CONSTRAINT fk_risk_controls_control_id FOREIGN KEY (control_id) REFERENCES controls (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE risk_matrices
            ADD CONSTRAINT fk_risk_matrices_owner_id FOREIGN KEY (owner_id) REFERENCES users (id)
        """
    )
    op.execute(
        """
        ALTER TABLE risk_matrices
            ADD CONSTRAINT fk_risk_matrices_approved_by_id FOREIGN KEY (approved_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risk_matrices
            ADD CONSTRAINT fk_risk_matrices_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risk_matrices
            ADD CONSTRAINT fk_risk_matrices_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risk_treatment_plans
            ADD CONSTRAINT fk_risk_treatment_plans_owner_id FOREIGN KEY (owner_id) REFERENCES users (id)
        """
    )
    op.execute(
        """
        ALTER TABLE risk_treatment_plans
            ADD CONSTRAINT fk_risk_treatment_plans_risk_id FOREIGN KEY (risk_id) REFERENCES risks (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE risk_treatment_plans
            ADD CONSTRAINT fk_risk_treatment_plans_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risk_treatment_plans
            ADD CONSTRAINT fk_risk_treatment_plans_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risk_treatment_plans_controls
            ADD CONSTRAINT fk_risk_treatment_plans_controls_risk_treatment_plan_id FOREIGN KEY (risk_treatment_plan_id) REFERENCES risk_treatment_plans (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE risk_treatment_plans_controls
            ADD CONSTRAINT fk_risk_treatment_plans_controls_control_id FOREIGN KEY (control_id) REFERENCES controls (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE risk_acceptances
            ADD CONSTRAINT fk_risk_acceptances_risk_id FOREIGN KEY (risk_id) REFERENCES risks (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE risk_acceptances
            ADD CONSTRAINT fk_risk_acceptances_requester_id FOREIGN KEY (requester_id) REFERENCES users (id)
        """
    )
    op.execute(
        """
        ALTER TABLE risk_acceptances
            ADD CONSTRAINT fk_risk_acceptances_approver_id FOREIGN KEY (approver_id) REFERENCES users (id)
        """
    )
    op.execute(
        """
        ALTER TABLE risk_acceptances
            ADD CONSTRAINT fk_risk_acceptances_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risk_acceptances
            ADD CONSTRAINT fk_risk_acceptances_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risk_acceptances_compensating_controls
            ADD CONSTRAINT fk_risk_acceptances_compensating_controls_risk_acceptance_id FOREIGN KEY (risk_acceptance_id) REFERENCES risk_acceptances (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE risk_acceptances_compensating_controls
            ADD CONSTRAINT fk_risk_acceptances_compensating_controls_control_id FOREIGN KEY (control_id) REFERENCES controls (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT fk_tasks_assignee_id FOREIGN KEY (assignee_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT fk_tasks_reporter_id FOREIGN KEY (reporter_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT fk_tasks_risk_id FOREIGN KEY (risk_id) REFERENCES risks (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT fk_tasks_control_id FOREIGN KEY (control_id) REFERENCES controls (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT fk_tasks_plan_id FOREIGN KEY (plan_id) REFERENCES risk_treatment_plans (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT fk_tasks_project_id FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT fk_tasks_parent_id FOREIGN KEY (parent_id) REFERENCES tasks (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT fk_tasks_previous_id FOREIGN KEY (previous_id) REFERENCES tasks (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT fk_tasks_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT fk_tasks_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )


def downgrade() -> None:
    op.execute("ALTER TABLE tasks DROP CONSTRAINT fk_tasks_updated_by_id")
    op.execute("ALTER TABLE tasks DROP CONSTRAINT fk_tasks_created_by_id")
    op.execute("ALTER TABLE tasks DROP CONSTRAINT fk_tasks_previous_id")
    op.execute("ALTER TABLE tasks DROP CONSTRAINT fk_tasks_parent_id")
    op.execute("ALTER TABLE tasks DROP CONSTRAINT fk_tasks_project_id")
    op.execute("ALTER TABLE tasks DROP CONSTRAINT fk_tasks_plan_id")
    op.execute("ALTER TABLE tasks DROP CONSTRAINT fk_tasks_control_id")
    op.execute("ALTER TABLE tasks DROP CONSTRAINT fk_tasks_risk_id")
    op.execute("ALTER TABLE tasks DROP CONSTRAINT fk_tasks_reporter_id")
    op.execute("ALTER TABLE tasks DROP CONSTRAINT fk_tasks_assignee_id")
    op.execute(
        "ALTER TABLE risk_acceptances_compensating_controls DROP CONSTRAINT fk_risk_acceptances_compensating_controls_control_id"
    )
    op.execute(
        "ALTER TABLE risk_acceptances_compensating_controls DROP CONSTRAINT fk_risk_acceptances_compensating_controls_risk_acceptance_id"
    )
    op.execute("ALTER TABLE risk_acceptances DROP CONSTRAINT fk_risk_acceptances_updated_by_id")
    op.execute("ALTER TABLE risk_acceptances DROP CONSTRAINT fk_risk_acceptances_created_by_id")
    op.execute("ALTER TABLE risk_acceptances DROP CONSTRAINT fk_risk_acceptances_approver_id")
    op.execute("ALTER TABLE risk_acceptances DROP CONSTRAINT fk_risk_acceptances_requester_id")
    op.execute("ALTER TABLE risk_acceptances DROP CONSTRAINT fk_risk_acceptances_risk_id")
    op.execute(
        "ALTER TABLE risk_treatment_plans_controls DROP CONSTRAINT fk_risk_treatment_plans_controls_control_id"
    )
    op.execute(
        "ALTER TABLE risk_treatment_plans_controls DROP CONSTRAINT fk_risk_treatment_plans_controls_risk_treatment_plan_id"
    )
    op.execute(
        "ALTER TABLE risk_treatment_plans DROP CONSTRAINT fk_risk_treatment_plans_updated_by_id"
    )
    op.execute(
        "ALTER TABLE risk_treatment_plans DROP CONSTRAINT fk_risk_treatment_plans_created_by_id"
    )
    op.execute("ALTER TABLE risk_treatment_plans DROP CONSTRAINT fk_risk_treatment_plans_risk_id")
    op.execute("ALTER TABLE risk_treatment_plans DROP CONSTRAINT fk_risk_treatment_plans_owner_id")
    op.execute("ALTER TABLE risk_matrices DROP CONSTRAINT fk_risk_matrices_updated_by_id")
    op.execute("ALTER TABLE risk_matrices DROP CONSTRAINT fk_risk_matrices_created_by_id")
    op.execute("ALTER TABLE risk_matrices DROP CONSTRAINT fk_risk_matrices_approved_by_id")
    op.execute("ALTER TABLE risk_matrices DROP CONSTRAINT fk_risk_matrices_owner_id")
    op.execute("ALTER TABLE risk_controls DROP CONSTRAINT fk_risk_controls_control_id")
    op.execute("ALTER TABLE risk_controls DROP CONSTRAINT fk_risk_controls_risk_id")
    op.execute("ALTER TABLE risks DROP CONSTRAINT fk_risks_updated_by_id")
    op.execute("ALTER TABLE risks DROP CONSTRAINT fk_risks_created_by_id")
