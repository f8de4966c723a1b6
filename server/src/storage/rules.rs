//! The dated rules of the bodies: each holds until the next one of its body.

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::decision::{BodyRule, Rule};
use dires_domain::ids::{BodyId, PersonId, RuleId};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::{StorageError, Tx};

#[derive(FromRow)]
struct RuleRow {
    id: Uuid,
    body_id: Uuid,
    since: NaiveDate,
    confirmed: bool,
    rule: Json<Rule>,
}

impl Tx {
    /// Every rule of a body, the latest first.
    pub async fn rules_of(&mut self, body: BodyId) -> Result<Vec<BodyRule>, StorageError> {
        let rows: Vec<RuleRow> = self
            .query(
                "select id, body_id, since, confirmed, rule from body_rule
                 where body_id = $1 order by since desc",
            )
            .bind(body.0)
            .all()
            .await?;
        Ok(rows.into_iter().map(BodyRule::from).collect())
    }

    /// The rule of a body that holds on a day, if any was recorded by then.
    pub async fn rule_in_force(
        &mut self,
        body: BodyId,
        on: NaiveDate,
    ) -> Result<Option<BodyRule>, StorageError> {
        let row: Option<RuleRow> = self
            .query(
                "select id, body_id, since, confirmed, rule from body_rule
                 where body_id = $1 and since <= $2 order by since desc limit 1",
            )
            .bind(body.0)
            .bind(on)
            .optional()
            .await?;
        Ok(row.map(BodyRule::from))
    }

    /// A rule, in force or not.
    pub async fn rule(&mut self, id: RuleId) -> Result<Option<BodyRule>, StorageError> {
        let row: Option<RuleRow> = self
            .query("select id, body_id, since, confirmed, rule from body_rule where id = $1")
            .bind(id.0)
            .optional()
            .await?;
        Ok(row.map(BodyRule::from))
    }

    /// Records a rule; [`StorageError::Duplicate`] where the body has one from that very day.
    pub async fn record_rule(
        &mut self,
        rule: &BodyRule,
        at: DateTime<Utc>,
        by: Option<PersonId>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into body_rule (id, body_id, since, confirmed, rule, recorded_at, recorded_by)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(rule.id.0)
        .bind(rule.body.0)
        .bind(rule.since)
        .bind(rule.confirmed)
        .bind(Json(rule.rule.clone()))
        .bind(at)
        .bind(by.map(|person| person.0))
        .execute()
        .await?;
        Ok(())
    }
}

impl From<RuleRow> for BodyRule {
    fn from(row: RuleRow) -> Self {
        Self {
            id: row.id.into(),
            body: row.body_id.into(),
            since: row.since,
            confirmed: row.confirmed,
            rule: row.rule.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{body, day, noon};
    use super::super::testing::on_both_engines;
    use super::*;
    use dires_domain::decision::{Majority, Voices};

    fn rule(body: BodyId, since: NaiveDate, majority: Option<Majority>) -> BodyRule {
        BodyRule {
            id: RuleId(Uuid::now_v7()),
            body,
            since,
            confirmed: majority.is_some(),
            rule: Rule {
                majority,
                voices: Some(Voices::OneEach),
                ..Rule::unknown()
            },
        }
    }

    #[tokio::test]
    async fn a_rule_holds_until_the_next() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let assembly = body("assemblee-generale", None);
            tx.add_body(&assembly, 1).await.unwrap();
            let first = rule(assembly.id, day(2023, 6, 1), None);
            let second = rule(assembly.id, day(2025, 6, 1), Some(Majority::Cast));
            for rule in [&first, &second] {
                tx.record_rule(rule, noon(2025, 1, 1), None).await.unwrap();
            }
            for (on, expected) in [
                (day(2023, 5, 31), None),
                (day(2023, 6, 1), Some(&first)),
                (day(2025, 5, 31), Some(&first)),
                (day(2025, 6, 1), Some(&second)),
            ] {
                let found = tx.rule_in_force(assembly.id, on).await.unwrap();
                assert_eq!(found.as_ref(), expected, "on {on}");
            }
            assert_eq!(tx.rule(first.id).await.unwrap().as_ref(), Some(&first));
            assert_eq!(tx.rules_of(assembly.id).await.unwrap(), [second, first]);
            let again = rule(assembly.id, day(2025, 6, 1), None);
            let error = tx.record_rule(&again, noon(2025, 1, 1), None).await;
            assert!(
                matches!(&error, Err(StorageError::Duplicate(table)) if table == "body_rule"),
                "{error:?}"
            );
        })
        .await;
    }

    #[tokio::test]
    async fn a_rule_that_was_recorded_before_it_said_so_much_still_reads() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let assembly = body("assemblee-generale", None);
            tx.add_body(&assembly, 1).await.unwrap();
            let first = r#"{"voters": "membres-de-droit", "majority": "suffrages-exprimes",
                            "quorum": {"numerator": 1, "denominator": 2}, "written_consultation": false}"#;
            let stored: serde_json::Value = serde_json::from_str(first).unwrap();
            tx.query(
                "insert into body_rule (id, body_id, since, confirmed, rule, recorded_at)
                 values ($1, $2, $3, true, $4, $5)",
            )
            .bind(Uuid::now_v7())
            .bind(assembly.id.0)
            .bind(day(2024, 1, 1))
            .bind(Json(stored))
            .bind(noon(2024, 1, 1))
            .execute()
            .await
            .unwrap();
            let rule = tx.rule_in_force(assembly.id, day(2026, 3, 1)).await.unwrap();
            let rule = rule.unwrap();
            assert!(rule.computes());
            assert_eq!(rule.rule.majority, Some(Majority::Cast));
            assert_eq!(rule.rule.voices, Some(Voices::OneEach));
            assert!(rule.rule.proxies.is_none(), "it said nothing of pouvoirs");
        })
        .await;
    }
}
