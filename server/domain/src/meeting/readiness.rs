//! What a meeting needs before its members are convened, and which texts a body may look at.

use chrono::{DateTime, Utc};

use super::{Sheet, SheetFault};
use crate::circuit::Stage;
use crate::ids::PointId;
use crate::people::Body;

/// Where the text of a point stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextNow {
    /// The point.
    pub point: PointId,
    /// The text's stage.
    pub stage: Stage,
    /// Whether its words and perimeter are still those of the version that the point puts.
    pub unchanged: bool,
}

/// What keeps the members from being convened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unready {
    /// The date is past.
    Past,
    /// Neither a place nor a link.
    NoPlace,
    /// No point on the agenda.
    NoPoint,
    /// Nobody has a seat in the body on that day.
    NobodySits,
    /// This body does not look at a text of this stage.
    TextElsewhere(PointId, Stage),
    /// The text is not that version any more.
    TextChanged(PointId),
}

/// Whether a body looks at texts of this stage: the one that conducts a stage at those that stand there, any other at
/// those that a body handles. A draft is its perimeter's own.
pub fn looks_at(body: &Body, stage: Stage) -> bool {
    match body.conducts {
        Some(conducts) => conducts == stage,
        None => matches!(
            stage,
            Stage::Directions | Stage::Presidencies | Stage::Adoption | Stage::Publication
        ),
    }
}

/// Everything that keeps the members from being convened: `points` counts the agenda, `members` those who sit in the body.
pub fn unready(
    body: &Body,
    sheet: &Sheet,
    now: DateTime<Utc>,
    points: usize,
    texts: &[TextNow],
    members: usize,
) -> Vec<Unready> {
    let past = sheet.faults(now).contains(&SheetFault::Past);
    let asked = [
        (past, Unready::Past),
        (!sheet.says_where(), Unready::NoPlace),
        (points == 0, Unready::NoPoint),
        (members == 0, Unready::NobodySits),
    ];
    let whole = asked.into_iter().filter(|(is_so, _)| *is_so);
    let whole = whole.map(|(_, fault)| fault);
    whole
        .chain(texts.iter().filter_map(|text| astray(body, *text)))
        .collect()
}

/// What is wrong with the text of a point.
pub fn astray(body: &Body, text: TextNow) -> Option<Unready> {
    if !looks_at(body, text.stage) {
        return Some(Unready::TextElsewhere(text.point, text.stage));
    }
    (!text.unchanged).then_some(Unready::TextChanged(text.point))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::BodyId;
    use crate::people::BodyKind;
    use chrono::{NaiveDate, TimeDelta};
    use uuid::Uuid;

    const POINT: PointId = PointId(Uuid::from_u128(7));

    fn body(conducts: Option<Stage>) -> Body {
        Body {
            id: BodyId(Uuid::nil()),
            slug: "instance".into(),
            name: "Instance".into(),
            kind: BodyKind::Political,
            conducts,
        }
    }

    fn noon() -> DateTime<Utc> {
        let day = NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
        day.and_hms_opt(12, 0, 0).unwrap().and_utc()
    }

    fn sheet() -> Sheet {
        Sheet {
            body: BodyId(Uuid::nil()),
            title: String::new(),
            starts_at: noon(),
            ends_at: noon() + TimeDelta::hours(2),
            place: "Hôtel de Région".into(),
            link: String::new(),
            second_call: false,
        }
    }

    #[test]
    fn who_conducts_a_stage_looks_at_its_texts_and_nobody_at_drafts() {
        let looked_at = |conducts| {
            let body = body(conducts);
            let stages = Stage::ALL.iter().filter(|stage| looks_at(&body, **stage));
            stages.map(|it| it.code()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            looked_at(Some(Stage::Directions)),
            "conference-des-directions"
        );
        assert_eq!(
            looked_at(None),
            "conference-des-directions conference-des-presidences adoption publication"
        );
    }

    #[test]
    fn a_convocation_names_everything_that_is_missing() {
        let empty = Sheet {
            place: String::new(),
            ..sheet()
        };
        let adopts = body(Some(Stage::Adoption));
        assert_eq!(
            unready(&adopts, &empty, noon(), 0, &[], 0),
            [
                Unready::Past,
                Unready::NoPlace,
                Unready::NoPoint,
                Unready::NobodySits
            ]
        );
    }

    #[test]
    fn a_text_that_left_or_changed_keeps_from_convening() {
        let adopts = body(Some(Stage::Adoption));
        let before = noon() - TimeDelta::days(1);
        let asked = |stage, unchanged| {
            let text = TextNow {
                point: POINT,
                stage,
                unchanged,
            };
            unready(&adopts, &sheet(), before, 1, &[text], 3)
        };
        assert_eq!(asked(Stage::Adoption, true), []);
        assert_eq!(asked(Stage::Adoption, false), [Unready::TextChanged(POINT)]);
        let left = Unready::TextElsewhere(POINT, Stage::Directions);
        assert_eq!(asked(Stage::Directions, true), [left]);
    }
}
