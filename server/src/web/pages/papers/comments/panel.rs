//! The comments beside the editor: what its page needs before their list is read.

use super::typed::Typed;
use crate::papers::comments::list::speaks;
use crate::papers::{Asker, PaperError};
use crate::storage::Tx;
use crate::storage::papers::Paper;
use crate::web::pages::papers::lines::name;

/// The panel, for who is shown comments.
pub struct Panel {
    /// The territories for which the reader may comment: identifier, name.
    pub speaks: Vec<(String, String)>,
    /// Nothing: a form that is refused stays as it is there.
    pub typed: Typed,
}

impl Panel {
    /// The panel of a text; none for who is shown no comments.
    pub async fn of(
        tx: &mut Tx,
        asker: &Asker<'_>,
        paper: &Paper,
    ) -> Result<Option<Self>, PaperError> {
        if asker.territories(paper).is_empty() {
            return Ok(None);
        }
        let territories = tx.territories().await?;
        let speaks = speaks(asker, paper).into_iter();
        Ok(Some(Self {
            speaks: speaks
                .map(|id| (id.to_string(), name(&territories, id)))
                .collect(),
            typed: Typed::default(),
        }))
    }
}
