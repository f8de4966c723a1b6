//! The fields of a text's sheet: kept as typed, read into a [`Sheet`] or into what is wrong.

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::ids::TerritoryId;
use dires_domain::paper::PaperKind;
use dires_domain::people::{Strand, Territory};
use dires_domain::sheet::{Call, Sheet};

use crate::web::dates;
use crate::web::messages::{papers as say, words};
use crate::web::{Faults, Form};

/// The fields, as typed.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// The kind's code.
    pub kind: String,
    /// The title.
    pub title: String,
    /// The ticked territories.
    pub territories: Vec<String>,
    /// The volet's identifier, or nothing.
    pub strand: String,
    /// The addressee.
    pub addressee: String,
    /// The deadline.
    pub deadline: String,
    /// The call's name.
    pub call: String,
    /// Its carrier.
    pub carrier: String,
    /// Its closing, in Paris.
    pub closing: String,
}

/// One of several, in a form.
pub struct Choice {
    /// Its value.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What is read beside; may be empty.
    pub note: &'static str,
}

impl Fields {
    /// As typed in a form.
    pub fn typed(form: &Form) -> Self {
        Self {
            kind: form.text("nature").to_owned(),
            title: form.text("titre").to_owned(),
            territories: form.all("territoires").map(str::to_owned).collect(),
            strand: form.text("volet").to_owned(),
            addressee: form.text("destinataire").to_owned(),
            deadline: form.text("echeance").to_owned(),
            call: form.text("appel").to_owned(),
            carrier: form.text("porteur").to_owned(),
            closing: form.text("cloture").to_owned(),
        }
    }

    /// Of a new text whose author stands for these territories.
    pub fn blank(home: &[TerritoryId]) -> Self {
        Self {
            kind: PaperKind::Dire.code().to_owned(),
            territories: home.iter().map(ToString::to_string).collect(),
            ..Self::default()
        }
    }

    /// Of a text as it is.
    pub fn of(sheet: &Sheet) -> Self {
        let call = sheet.call.as_ref();
        Self {
            kind: sheet.kind.code().to_owned(),
            title: sheet.title.clone(),
            territories: sheet.perimeter.iter().map(ToString::to_string).collect(),
            strand: sheet.strand.map(|id| id.to_string()).unwrap_or_default(),
            addressee: sheet.addressee.clone(),
            deadline: sheet
                .deadline
                .map(|day| day.to_string())
                .unwrap_or_default(),
            call: call.map(|call| call.name.clone()).unwrap_or_default(),
            carrier: call.map(|call| call.carrier.clone()).unwrap_or_default(),
            closing: call
                .map(|call| dates::field(call.closes_at))
                .unwrap_or_default(),
        }
    }

    /// Whether a territory is ticked.
    pub fn ticks(&self, id: &str) -> bool {
        self.territories.iter().any(|ticked| ticked == id)
    }

    /// The sheet that the fields say; what cannot be read is said beside its field.
    pub fn read(&self, strands: &[Strand], faults: &mut Faults) -> Sheet {
        let kind = self.kind.parse().ok();
        if kind.is_none() {
            faults.add("nature", say::NO_KIND);
        }
        let kind = kind.unwrap_or(PaperKind::Dire);
        let mut perimeter: Vec<TerritoryId> = Vec::new();
        for id in self.territories.iter().filter_map(|id| id.parse().ok()) {
            if !perimeter.contains(&id) {
                perimeter.push(id);
            }
        }
        Sheet {
            kind,
            title: self.title.clone(),
            perimeter,
            strand: strands
                .iter()
                .map(|it| it.id)
                .find(|id| id.to_string() == self.strand),
            addressee: self.addressee.clone(),
            deadline: self.read_deadline(faults),
            call: (kind == PaperKind::JointResponse).then(|| self.read_call(faults)),
        }
    }

    fn read_deadline(&self, faults: &mut Faults) -> Option<NaiveDate> {
        if self.deadline.is_empty() {
            return None;
        }
        let day = self.deadline.parse().ok();
        if day.is_none() {
            faults.add("echeance", say::NOT_A_DATE);
        }
        day
    }

    fn read_call(&self, faults: &mut Faults) -> Call {
        let closes_at = dates::from_field(&self.closing);
        if closes_at.is_none() {
            faults.add("cloture", say::NOT_AN_INSTANT);
        }
        Call {
            name: self.call.clone(),
            carrier: self.carrier.clone(),
            closes_at: closes_at.unwrap_or(DateTime::<Utc>::MIN_UTC),
        }
    }
}

/// The kinds of texts.
pub fn kinds() -> Vec<Choice> {
    let choice = |kind: &PaperKind| Choice {
        value: kind.code().to_owned(),
        label: words::kind(*kind).to_owned(),
        note: words::kind_hint(*kind),
    };
    PaperKind::ALL.iter().map(choice).collect()
}

/// The volets.
pub fn volets(strands: &[Strand]) -> Vec<Choice> {
    let choice = |strand: &Strand| Choice {
        value: strand.id.to_string(),
        label: strand.name.clone(),
        note: "",
    };
    strands.iter().map(choice).collect()
}

/// The territories that may be ticked.
pub fn boxes(territories: &[Territory]) -> Vec<Choice> {
    let choice = |territory: &Territory| Choice {
        value: territory.id.to_string(),
        label: territory.name.clone(),
        note: words::membership_note(territory.membership),
    };
    territories.iter().map(choice).collect()
}
