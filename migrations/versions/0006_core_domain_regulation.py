"""Core domain: regulation."""

from __future__ import annotations

from alembic import op

revision = "c523fb6bc7a0"
down_revision = "a4bc4a6088f2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE regulations (
            id uuid NOT NULL DEFAULT uuidv7(),
            code text COLLATE "C" NOT NULL,
            edition text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL,
            topic text COLLATE "C" NOT NULL,
            jurisdiction text COLLATE "C" NOT NULL,
            issuer text COLLATE "C",
            celex_id text COLLATE "C",
            source_url text COLLATE "C",
            effective_from date,
            effective_until date,
            content_licence text COLLATE "C" NOT NULL DEFAULT 'own_text'::text,
            description text COLLATE "C",
            status text COLLATE "C" NOT NULL DEFAULT 'draft'::text,
            owner_id uuid,
            replaced_by_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_regulations PRIMARY KEY (id),
            CONSTRAINT ck_regulations_code_max CHECK (char_length(code) <= 40),
            CONSTRAINT ck_regulations_edition_max CHECK (char_length(edition) <= 40),
            CONSTRAINT ck_regulations_name_max CHECK (char_length(name) <= 250),
            CONSTRAINT ck_regulations_kind_enum CHECK (kind IN ('eu_regulation', 'eu_directive', 'national_law', 'standard', 'guideline', 'contract', 'internal')),
            CONSTRAINT ck_regulations_topic_enum CHECK (topic IN ('privacy', 'security', 'ai', 'resilience', 'finance', 'health', 'product', 'other')),
            CONSTRAINT ck_regulations_jurisdiction_max CHECK (char_length(jurisdiction) <= 80),
            CONSTRAINT ck_regulations_issuer_max CHECK (char_length(issuer) <= 150),
            CONSTRAINT ck_regulations_celex_id_max CHECK (char_length(celex_id) <= 30),
            CONSTRAINT ck_regulations_source_url_max CHECK (char_length(source_url) <= 500),
            CONSTRAINT ck_regulations_effective_until_min CHECK (effective_until >= effective_from),
            CONSTRAINT ck_regulations_content_licence_enum CHECK (content_licence IN ('public_domain', 'eu_reuse', 'titles_only', 'own_text', 'restricted')),
            CONSTRAINT ck_regulations_status_enum CHECK (status IN ('draft', 'active', 'superseded', 'retired')),
            CONSTRAINT ck_regulations_own_successor CHECK (replaced_by_id is distinct from id)
        )
        """
    )
    op.execute("COMMENT ON TABLE regulations IS 'A law, standard or framework in one edition.'")
    op.execute("CREATE UNIQUE INDEX uq_regulations_code_edition ON regulations (code, edition)")
    op.execute("CREATE INDEX ix_regulations_status_topic ON regulations (status, topic)")
    op.execute("CREATE INDEX ix_regulations_owner_id ON regulations (owner_id)")
    op.execute("CREATE INDEX ix_regulations_replaced_by_id ON regulations (replaced_by_id)")
    op.execute("CREATE INDEX ix_regulations_created_by_id ON regulations (created_by_id)")
    op.execute("CREATE INDEX ix_regulations_updated_by_id ON regulations (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_regulations_whole
            BEFORE TRUNCATE ON regulations
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_regulations_audit
            AFTER INSERT OR UPDATE OR DELETE ON regulations
            FOR EACH ROW EXECUTE FUNCTION charter_audit('regulation', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_regulations_touch
            BEFORE INSERT OR UPDATE ON regulations
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_regulations_frozen
            BEFORE UPDATE OR DELETE ON regulations
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_regulation()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_regulations_tasks_subject
            AFTER DELETE ON regulations
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'regulation', 'set_null')
        """
    )
    op.execute(
        """
        CREATE TABLE requirements (
            id uuid NOT NULL DEFAULT uuidv7(),
            ref text COLLATE "C" NOT NULL,
            title text COLLATE "C" NOT NULL,
            body text COLLATE "C",
            level text COLLATE "C" NOT NULL DEFAULT 'article'::text,
            "position" integer NOT NULL DEFAULT 0,
            is_assessable boolean NOT NULL DEFAULT true,
            importance text COLLATE "C" NOT NULL DEFAULT 'mandatory'::text,
            weight integer NOT NULL DEFAULT 1,
            applicability text COLLATE "C" NOT NULL DEFAULT 'undecided'::text,
            applicability_reason text COLLATE "C",
            due_on date,
            typical_evidence text COLLATE "C",
            status text COLLATE "C" NOT NULL DEFAULT 'not_started'::text,
            regulation_id uuid NOT NULL,
            parent_id uuid,
            owner_id uuid,
            implemented_by_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_requirements PRIMARY KEY (id),
            CONSTRAINT ck_requirements_ref_max CHECK (char_length(ref) <= 60),
            CONSTRAINT ck_requirements_title_max CHECK (char_length(title) <= 300),
            CONSTRAINT ck_requirements_level_enum CHECK (level IN ('chapter', 'section', 'article', 'paragraph', 'clause', 'control', 'enhancement', 'outcome')),
            CONSTRAINT ck_requirements_position_min CHECK ("position" >= 0),
            CONSTRAINT ck_requirements_importance_enum CHECK (importance IN ('mandatory', 'recommended', 'optional')),
            CONSTRAINT ck_requirements_weight_min CHECK (weight >= 1),
            CONSTRAINT ck_requirements_weight_max CHECK (weight <= 10),
            CONSTRAINT ck_requirements_applicability_enum CHECK (applicability IN ('applicable', 'not_applicable', 'undecided')),
            CONSTRAINT ck_requirements_applicability_reason_required CHECK (applicability_reason IS NOT NULL OR NOT (applicability = 'not_applicable')),
            CONSTRAINT ck_requirements_status_enum CHECK (status IN ('not_started', 'in_progress', 'implemented', 'verified')),
            CONSTRAINT ck_requirements_own_parent CHECK (parent_id is distinct from id)
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE requirements IS 'One article, clause or outcome; the requirements of a regulation form a tree.'"
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_requirements_regulation_id_ref ON requirements (regulation_id, ref)"
    )
    op.execute(
        """
        CREATE INDEX ix_requirements_regulation_id_position ON requirements (regulation_id, "position")
        """
    )
    op.execute(
        """
        CREATE INDEX ix_requirements_due_on_6ad3b85a ON requirements (due_on)
            WHERE due_on is not null
        """
    )
    op.execute("CREATE INDEX ix_requirements_parent_id ON requirements (parent_id)")
    op.execute("CREATE INDEX ix_requirements_owner_id ON requirements (owner_id)")
    op.execute("CREATE INDEX ix_requirements_implemented_by_id ON requirements (implemented_by_id)")
    op.execute("CREATE INDEX ix_requirements_created_by_id ON requirements (created_by_id)")
    op.execute("CREATE INDEX ix_requirements_updated_by_id ON requirements (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_requirements_whole
            BEFORE TRUNCATE ON requirements
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_requirements_audit
            AFTER INSERT OR UPDATE OR DELETE ON requirements
            FOR EACH ROW EXECUTE FUNCTION charter_audit('requirement', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_requirements_touch
            BEFORE INSERT OR UPDATE ON requirements
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_requirements_hold
            BEFORE UPDATE ON requirements
            FOR EACH ROW EXECUTE FUNCTION charter_hold('{"regulation_id"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_requirements_frozen
            BEFORE UPDATE OR DELETE ON requirements
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_requirement()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_requirements_tasks_subject
            AFTER DELETE ON requirements
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'requirement', 'set_null')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_requirements_tasks_subject ON requirements")
    op.execute("DROP TRIGGER tr_requirements_frozen ON requirements")
    op.execute("DROP TRIGGER tr_requirements_hold ON requirements")
    op.execute("DROP TRIGGER tr_requirements_touch ON requirements")
    op.execute("DROP TRIGGER tr_requirements_audit ON requirements")
    op.execute("DROP TRIGGER tr_requirements_whole ON requirements")
    op.execute("DROP INDEX ix_requirements_updated_by_id")
    op.execute("DROP INDEX ix_requirements_created_by_id")
    op.execute("DROP INDEX ix_requirements_implemented_by_id")
    op.execute("DROP INDEX ix_requirements_owner_id")
    op.execute("DROP INDEX ix_requirements_parent_id")
    op.execute("DROP INDEX ix_requirements_due_on_6ad3b85a")
    op.execute("DROP INDEX ix_requirements_regulation_id_position")
    op.execute("DROP INDEX uq_requirements_regulation_id_ref")
    op.execute("DROP TABLE requirements")
    op.execute("DROP TRIGGER tr_regulations_tasks_subject ON regulations")
    op.execute("DROP TRIGGER tr_regulations_frozen ON regulations")
    op.execute("DROP TRIGGER tr_regulations_touch ON regulations")
    op.execute("DROP TRIGGER tr_regulations_audit ON regulations")
    op.execute("DROP TRIGGER tr_regulations_whole ON regulations")
    op.execute("DROP INDEX ix_regulations_updated_by_id")
    op.execute("DROP INDEX ix_regulations_created_by_id")
    op.execute("DROP INDEX ix_regulations_replaced_by_id")
    op.execute("DROP INDEX ix_regulations_owner_id")
    op.execute("DROP INDEX ix_regulations_status_topic")
    op.execute("DROP INDEX uq_regulations_code_edition")
    op.execute("DROP TABLE regulations")
