//! Changing what is said of a text: perimeter, volet, addressee, deadline, call. Its title is in the live text.

use dires_domain::circuit::Action;
use dires_domain::deed::Deed;
use dires_domain::ids::PaperId;
use dires_domain::sheet::{Sheet, SheetFault};

use super::{Asker, PaperError, allowed, decided_before, live, notify, readable};
use crate::storage::Tx;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::papers::Paper;

/// Changes the sheet read at `revision`; the title given is not heard. The caller saves, then tells open pages and
/// the document's editors, whose rights follow the perimeter.
pub async fn change(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    revision: i64,
    mut sheet: Sheet,
) -> Result<Paper, PaperError> {
    readable(tx, asker, paper).await?;
    live::hold(tx, paper).await?.ok_or(PaperError::NotFound)?;
    let before = readable(tx, asker, paper).await?;
    let action = Action::EditSheet;
    let standings = allowed(tx, asker, &before, action, Some(revision)).await?;
    sheet.title.clone_from(&before.sheet.title);
    let territories = tx.territories().await?;
    let mut faults = sheet.faults(&territories, asker.today);
    // The live title may be empty while people write; submitting asks for it.
    faults.retain(|fault| !matches!(fault, SheetFault::NoTitle | SheetFault::LongTitle));
    if !faults.is_empty() {
        return Err(PaperError::Sheet(faults));
    }
    if !tx.update_sheet(before.id, revision, &sheet).await? {
        return Err(decided_before(tx, before.id).await?);
    }
    tx.note(NewLine {
        paper: before.id,
        at: asker.now,
        person: Some(asker.person),
        territory: standings[0].territory,
        deed: Deed::SheetEdited,
        moved: None,
        version: None,
        motive: String::new(),
        detail: Detail::new(),
    })
    .await?;
    notify::tell(tx, asker, before.id, None).await?;
    tx.paper(before.id).await?.ok_or(PaperError::NotFound)
}
