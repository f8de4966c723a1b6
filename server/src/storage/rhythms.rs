//! How many meetings a year the association wants of each body.

use std::collections::HashMap;

use dires_domain::ids::BodyId;
use uuid::Uuid;

use super::{StorageError, Tx};

impl Tx {
    /// How many meetings a year are wanted of the bodies of which that is said.
    pub async fn rhythms(&mut self) -> Result<HashMap<BodyId, u16>, StorageError> {
        let rows: Vec<(Uuid, i32)> = self
            .query("select id, meets_yearly from body where meets_yearly is not null")
            .all()
            .await?;
        let read = |(id, wanted): (Uuid, i32)| {
            let wanted = u16::try_from(wanted);
            let wanted = wanted.map_err(|error| StorageError::impossible("body", error))?;
            Ok((BodyId(id), wanted))
        };
        rows.into_iter().map(read).collect()
    }

    /// Says how many are wanted of a body; none: the association does not say.
    pub async fn set_rhythm(
        &mut self,
        body: BodyId,
        wanted: Option<u16>,
    ) -> Result<(), StorageError> {
        self.query("update body set meets_yearly = $2 where id = $1")
            .bind(body.0)
            .bind(wanted.map(i32::from))
            .execute()
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::body;
    use super::super::testing::on_both_engines;

    #[tokio::test]
    async fn a_body_meets_as_often_as_the_association_says() {
        on_both_engines(|db| async move {
            let mut tx = db.write().await.unwrap();
            let (assembly, other) = (body("assemblee", None), body("autre", None));
            tx.add_body(&assembly, 1).await.unwrap();
            tx.add_body(&other, 2).await.unwrap();
            assert!(tx.rhythms().await.unwrap().is_empty());
            tx.set_rhythm(assembly.id, Some(2)).await.unwrap();
            let rhythms = tx.rhythms().await.unwrap();
            assert_eq!(rhythms.get(&assembly.id), Some(&2));
            assert_eq!(rhythms.get(&other.id), None);
            tx.set_rhythm(assembly.id, None).await.unwrap();
            assert!(tx.rhythms().await.unwrap().is_empty());
        })
        .await;
    }
}
