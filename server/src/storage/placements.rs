//! Where a text stands and for whom it speaks, found by its document or by itself.

use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId};
use dires_domain::standing::Placement;
use sqlx::types::Json;
use uuid::Uuid;

use super::{StorageError, Tx};

impl Tx {
    /// The text to which a document belongs.
    pub async fn paper_of(
        &mut self,
        document: DocumentId,
    ) -> Result<Option<PaperId>, StorageError> {
        let found: Option<(Uuid,)> = self
            .query("select paper_id from document where id = $1")
            .bind(document.0)
            .optional()
            .await?;
        Ok(found.map(|(id,)| PaperId(id)))
    }

    /// The state of the live document of a text; none for a text that has none.
    pub async fn heads_of(&mut self, paper: PaperId) -> Result<Option<Heads>, StorageError> {
        let found: Option<(Json<Heads>,)> = self
            .query("select heads from document where paper_id = $1 and not branch")
            .bind(paper.0)
            .optional()
            .await?;
        Ok(found.map(|(Json(heads),)| heads))
    }

    /// The stage and the perimeter of a text.
    pub async fn placement(&mut self, paper: PaperId) -> Result<Option<Placement>, StorageError> {
        let stage: Option<(String,)> = self
            .query("select stage from paper where id = $1")
            .bind(paper.0)
            .optional()
            .await?;
        let Some((stage,)) = stage else {
            return Ok(None);
        };
        let perimeter: Vec<(Uuid,)> = self
            .query(
                "select territory_id from paper_territory where paper_id = $1 order by territory_id",
            )
            .bind(paper.0)
            .all()
            .await?;
        Ok(Some(Placement {
            stage: stage
                .parse()
                .map_err(|error| StorageError::impossible("paper", error))?,
            perimeter: perimeter.into_iter().map(|(id,)| id.into()).collect(),
        }))
    }
}
