//! Corrections of form as their page lists them.

use dires_domain::redline::Redline;
use dires_domain::text::{Block, Text};

use crate::papers::form::Corrections;
use crate::storage::form_corrections::FormCorrection;
use crate::web::pages::papers::compare::MARKING;
use crate::web::pages::papers::lines::name;
use crate::web::pages::papers::{address, view};
use crate::web::{Form, dates};

/// What was typed in a form that was refused.
#[derive(Default)]
pub struct Typed {
    /// The number of the correction that was contested; none for a new one.
    pub number: Option<i32>,
    /// The words.
    pub words: String,
    /// What would stand in their place.
    pub correction: String,
    /// The motive, or the reason.
    pub motive: String,
    /// What is wrong.
    pub fault: String,
}

impl Typed {
    /// What was sent.
    pub fn of(number: Option<i32>, form: &Form) -> Self {
        Self {
            number,
            words: form.raw("mots").to_owned(),
            correction: form.raw("correction").to_owned(),
            motive: form.raw("motif").to_owned(),
            fault: String::new(),
        }
    }

    /// Whether the form of this correction was refused.
    pub fn is(&self, key: &str) -> bool {
        self.number.is_some_and(|it| it.to_string() == key) && !self.fault.is_empty()
    }

    /// Whether that of a new one was.
    pub fn is_new(&self) -> bool {
        self.number.is_none() && !self.fault.is_empty()
    }
}

/// A correction.
pub struct CorrectionView {
    /// Its number.
    pub key: String,
    /// What changed, as HTML.
    pub redline: String,
    /// Why.
    pub motive: String,
    /// When, and which version has it.
    pub made: (String, i32),
    /// When, for whom, why, and which version undid it; none unless it is contested.
    pub contested: Option<(String, String, String, i32)>,
    /// Whether the reader may contest it.
    pub contestable: bool,
}

/// The corrections of a text.
pub struct FormView {
    /// The text's address.
    pub address: String,
    /// Its title.
    pub title: String,
    /// Its revision.
    pub revision: i64,
    /// The number of its last version.
    pub last: i32,
    /// Each, last first.
    pub corrections: Vec<CorrectionView>,
    /// Whether the reader may correct.
    pub corrects: bool,
    /// The territories for which they may contest.
    pub speaks: Vec<(String, String)>,
}

impl FormView {
    /// Puts them in words.
    pub fn of(found: &Corrections) -> Self {
        let speaks = found.contests.iter();
        Self {
            address: address(found.paper.id),
            title: view::title(&found.paper.sheet.title),
            revision: found.paper.revision,
            last: found.last,
            corrections: found
                .corrections
                .iter()
                .rev()
                .map(|it| of(it, found))
                .collect(),
            corrects: found.corrects,
            speaks: speaks
                .map(|id| (id.to_string(), name(&found.territories, *id)))
                .collect(),
        }
    }
}

fn of(correction: &FormCorrection, found: &Corrections) -> CorrectionView {
    let text = |words: &str| Text {
        title: String::new(),
        blocks: vec![Block::paragraph(words)],
    };
    let prefix = format!("correction-{}-", correction.number);
    let redline = Redline::between(&text(&correction.former), &text(&correction.quote.words));
    let contested = correction.contested.as_ref();
    CorrectionView {
        key: correction.number.to_string(),
        redline: redline.to_html(&prefix, &MARKING),
        motive: correction.motive.clone(),
        made: (dates::instant(correction.at), correction.versions.after),
        contested: contested.map(|it| {
            (
                dates::instant(it.at),
                name(&found.territories, it.territory),
                it.reason.clone(),
                correction.versions.undone.unwrap_or_default(),
            )
        }),
        contestable: contested.is_none() && !found.contests.is_empty(),
    }
}
