//! What others do next: people who write honestly in a document that somebody has tried to spoil are not refused for it.

use automerge::transaction::Transactable;
use automerge::{Automerge, ObjId, ReadDoc};
use dires_domain::vetting::{Admission, apply, read};

use super::deep::load;
use super::{Stage, limits, now};
use crate::finding::{Finding, expect};
use crate::scene::texts::{block, body, mark, write};
use crate::scene::{actor, title};

const LIST_ITEM: &str = "ordered-list-item";

type Deed = fn(&mut Automerge);

/// In the order in which they are done.
const DEEDS: [(&str, Deed); 7] = [
    ("typing", types),
    ("splitting", splits),
    ("marking", marks),
    ("reshaping", reshapes),
    ("retitling", retitles),
    ("taking marks away", unmarks),
    ("taking all away", empties),
];

impl Stage {
    /// A third person loads the document, and does all that the editor can do.
    pub(super) fn go_on(&mut self) -> Result<(), Finding> {
        let mut copy = load(&self.document.save())?.with_actor(actor(9));
        for (name, deed) in DEEDS {
            let before = self.history.heads();
            deed(&mut copy);
            for change in copy.get_changes(&before) {
                let refused = |refusal| Finding::new(format!("{name} is refused: {refusal}"));
                let candidates = read(change.raw_bytes(), &limits()).map_err(refused)?;
                let admission = self.history.admit(&candidates[0], &limits(), now());
                let known = admission.map_err(refused)? == Admission::Known;
                expect(!known, format!("{name} is nothing new"))?;
                let heads = self.history.heads();
                self.document =
                    apply(&self.document, vec![change], &heads, &limits()).map_err(refused)?;
            }
        }
        load(&self.document.save()).map(drop)
    }
}

fn end(document: &Automerge, object: &ObjId) -> usize {
    document.length(object)
}

fn types(document: &mut Automerge) {
    let text = body(document);
    let end = end(document, &text);
    write(document, |tx| {
        tx.splice_text(&text, end, 0, "fin")?;
        tx.splice_text(&text, 0, 0, "début")
    });
}

fn splits(document: &mut Automerge) {
    let text = body(document);
    let middle = end(document, &text) / 2;
    write(document, |tx| block(tx, &text, middle, "heading", Some(3)));
}

fn marks(document: &mut Automerge) {
    let text = body(document);
    let end = end(document, &text);
    write(document, |tx| {
        (0..end / 2)
            .step_by(5)
            .try_for_each(|at| mark(tx, &text, "em", true.into(), at..end - at))
    });
}

fn unmarks(document: &mut Automerge) {
    let text = body(document);
    let end = end(document, &text);
    write(document, |tx| {
        for name in ["strong", "em", "link", "footnote"] {
            mark(tx, &text, name, automerge::ScalarValue::Null, 0..end)?;
        }
        Ok(())
    });
}

/// Every marker becomes something else, as the editor does it: a type that is there already is left alone.
fn reshapes(document: &mut Automerge) {
    let text = body(document);
    let markers = (0..end(document, &text)).filter_map(|at| {
        let (value, id) = document.get(&text, at).ok()??;
        value.is_object().then_some(id)
    });
    let markers: Vec<ObjId> = markers.collect();
    write(document, |tx| {
        for marker in &markers {
            let there = tx.get(marker, "type")?;
            if there.is_none_or(|(value, _)| value.as_str() != Some(LIST_ITEM)) {
                tx.put(marker, "type", LIST_ITEM)?;
            }
            tx.put_object(marker, "attrs", automerge::ObjType::Map)?;
            tx.put_object(marker, "parents", automerge::ObjType::List)?;
        }
        Ok(())
    });
}

fn retitles(document: &mut Automerge) {
    let title = title(document);
    let end = end(document, &title);
    write(document, |tx| {
        tx.splice_text(&title, 0, isize::try_from(end).unwrap_or(0), "Autre")
    });
}

fn empties(document: &mut Automerge) {
    let text = body(document);
    let end = end(document, &text);
    write(document, |tx| {
        tx.splice_text(&text, 0, isize::try_from(end).unwrap_or(0), "")
    });
}
