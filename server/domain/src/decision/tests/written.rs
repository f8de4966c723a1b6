//! Deciding without meeting: `written.md`, which a jurist can read, and what holds of every consultation.

use std::num::NonZeroU16;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;

use super::cases::{each, says, shown, vote};
use super::scene::{REGION, association, dated, half, whole};
use crate::decision::{
    Abstention, Barred, Casting, Closing, ConsultationEnd, Found, Majority, NoPart, Opposition,
    QuorumRule, Rule, Silence, Terms, Unsaid, Voters, Written, WrittenTerms, may_consult,
    reminders, who_may_answer,
};
use crate::ids::TerritoryId;
use crate::paper::Vote;

const CASES: &str = include_str!("written.md");

const TERMS: WrittenTerms = WrittenTerms {
    least_days: NonZeroU16::new(15),
    silence: Some(Silence::Absent),
    opposition: Some(Opposition::Counts),
};

/// A rule that says everything that a written consultation may depend on.
fn written(terms: WrittenTerms) -> Rule {
    Rule {
        written: Some(Written::Allowed(terms)),
        ..whole()
    }
}

/// « 8 pour, 3 silences »: the territories in their order.
fn answers(said: &str) -> (u32, Vec<(TerritoryId, Vote)>) {
    let each = each(said, |word| match word {
        "silence" | "silences" => None,
        word => Some(vote(word)),
    });
    let members = u32::try_from(each.len()).unwrap();
    let ids = association(members).into_iter().map(|it| it.id);
    let given = ids.zip(each).filter_map(|(id, vote)| Some((id, vote?)));
    (members, given.collect())
}

fn row(rule: &Rule, said: &str) -> Vec<String> {
    let rule = dated(rule.clone(), true);
    let terms = may_consult(Some(&rule)).unwrap();
    let (members, answers) = answers(said);
    let closing = Closing::count(&rule, terms, &association(members), &answers);
    let cells = match &closing.found {
        Found::Concluded(conclusion) => shown(conclusion),
        Found::Opposed(_) | Found::Tied => ["–", "–", "renvoyé en séance"].map(str::to_owned),
        Found::Unsaid(why) => panic!("{why:?}"),
    };
    std::iter::once(said.to_owned()).chain(cells).collect()
}

#[test]
fn the_table_that_a_jurist_reads_is_what_is_computed() {
    let mut rows = 0;
    let mut first = written(TERMS);
    for (at, part) in CASES.split("\n## ").skip(1).enumerate() {
        let mut rule = first.clone();
        for said in part.lines().filter_map(|line| line.strip_prefix("- ")) {
            let (term, said) = said.split_once(" : ").unwrap();
            says(&mut rule, term, said);
        }
        if at == 0 {
            first = rule.clone();
        }
        let table = part.lines().filter(|line| line.starts_with('|')).skip(2);
        for line in table {
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            assert_eq!(
                row(&rule, cells[0]),
                cells,
                "{}",
                part.lines().next().unwrap()
            );
            rows += 1;
        }
    }
    assert!(rows > 18, "the table is read: {rows} rows");
}

#[test]
fn only_a_confirmed_rule_that_says_everything_allows_it() {
    let barred = |rule: Rule, confirmed| may_consult(Some(&dated(rule, confirmed)));
    assert_eq!(may_consult(None), Err(Barred::Unconfirmed));
    assert_eq!(barred(written(TERMS), false), Err(Barred::Unconfirmed));
    let forbidden = Rule {
        written: Some(Written::Forbidden),
        ..whole()
    };
    assert_eq!(barred(forbidden, true), Err(Barred::Forbidden));
    let unsaid = |open: &[Unsaid]| Err(Barred::Unsaid(open.to_vec()));
    assert_eq!(barred(whole(), true), unsaid(&[Unsaid::Written]));
    let vague = WrittenTerms {
        least_days: None,
        silence: None,
        opposition: None,
    };
    assert_eq!(
        barred(written(vague), true),
        unsaid(&[Unsaid::LeastDays, Unsaid::Silence, Unsaid::Opposition])
    );
    let terms = Terms {
        least_days: 15,
        silence: Silence::Absent,
        opposition: Opposition::Counts,
    };
    assert_eq!(barred(written(TERMS), true), Ok(terms));
}

#[test]
fn what_the_closing_cannot_depend_on_may_stay_unsaid() {
    let open = Rule {
        abstention: None,
        no_part: None,
        casting: None,
        ..written(TERMS)
    };
    let lacks = |rule: &Rule| match may_consult(Some(&dated(rule.clone(), true))) {
        Ok(_) => Vec::new(),
        Err(Barred::Unsaid(open)) => open,
        Err(other) => panic!("{other:?}"),
    };
    assert_eq!(
        lacks(&open),
        [Unsaid::Abstention, Unsaid::NoPart, Unsaid::Casting]
    );
    let of_members = Rule {
        majority: Some(Majority::Members),
        ..open
    };
    assert_eq!(lacks(&of_members), []);
    let with_quorum = Rule {
        quorum: Some(QuorumRule::Asked(half())),
        ..of_members
    };
    assert_eq!(lacks(&with_quorum), [Unsaid::NoPart]);
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn reminders_come_at_half_time_and_the_day_before() {
    let opens = instant("2026-03-02T09:00:00Z");
    let after = |days: i64| {
        let closes = opens + TimeDelta::hours(days * 24);
        let said = reminders(opens, closes).into_iter();
        said.map(|it| (it - opens).num_hours()).collect::<Vec<_>>()
    };
    assert_eq!(after(16), [192, 360]);
    assert_eq!(after(3), [36, 48]);
    assert_eq!(after(2), [24], "the day before is half-time");
    assert_eq!(after(1), [12], "the day before is the opening");
}

#[test]
fn a_consultation_lasts_so_many_days_on_the_clock_of_the_place() {
    let terms = may_consult(Some(&dated(written(TERMS), true))).unwrap();
    let opens = NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
    let opens = opens.and_hms_opt(10, 30, 0).unwrap();
    assert_eq!(
        terms.earliest_closing(opens).to_string(),
        "2026-04-04 10:30:00"
    );
}

#[test]
fn an_associate_answers_where_it_votes_or_where_nothing_is_decided() {
    let region = association(3).pop().unwrap();
    assert_eq!(region.id, REGION);
    let heard = dated(written(TERMS), true);
    assert!(!who_may_answer(Some(&heard), &region));
    assert!(who_may_answer(None, &region));
    let all = Rule {
        voters: Voters::All,
        ..written(TERMS)
    };
    assert!(who_may_answer(Some(&dated(all, true)), &region));
}

#[test]
fn who_has_left_since_or_never_voted_is_not_counted() {
    let rule = dated(written(TERMS), true);
    let terms = may_consult(Some(&rule)).unwrap();
    let (_, mut given) = answers("2 pour, 1 contre");
    given.push((REGION, Vote::Against));
    let closing = Closing::count(&rule, terms, &association(2), &given);
    assert_eq!(closing.end(), ConsultationEnd::Adopted);
    assert_eq!(closing.sitting.voting().count(), 2);
}

fn any_word<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn any_consulting_rule() -> impl Strategy<Value = Rule> {
    (
        any_word(Voters::ALL),
        any::<bool>(),
        any_word(Majority::ALL),
        any_word(Abstention::ALL),
        any_word(NoPart::ALL),
        any_word(Casting::ALL),
        any_word(Silence::ALL),
        any_word(Opposition::ALL),
    )
        .prop_map(|it| Rule {
            voters: it.0,
            quorum: Some(if it.1 {
                QuorumRule::Asked(half())
            } else {
                QuorumRule::NotAsked
            }),
            majority: Some(it.2),
            abstention: Some(it.3),
            no_part: Some(it.4),
            casting: Some(it.5),
            ..written(WrittenTerms {
                silence: Some(it.6),
                opposition: Some(it.7),
                ..TERMS
            })
        })
}

const MEMBERS: u32 = 7;

/// What each of the members and the Région answered, if anything.
fn any_answers() -> impl Strategy<Value = Vec<(TerritoryId, Vote)>> {
    let each = prop::collection::vec(prop::option::of(any_word(Vote::ALL)), MEMBERS as usize + 1);
    each.prop_map(|each| {
        let ids = association(MEMBERS).into_iter().map(|it| it.id);
        ids.zip(each)
            .filter_map(|(id, vote)| Some((id, vote?)))
            .collect()
    })
}

fn counted(rule: &Rule, answers: &[(TerritoryId, Vote)]) -> Closing {
    let rule = dated(rule.clone(), true);
    let terms = may_consult(Some(&rule)).expect("it says everything");
    Closing::count(&rule, terms, &association(MEMBERS), answers)
}

proptest! {
    #[test]
    fn every_consultation_ends_and_says_how(rule in any_consulting_rule(), given in any_answers()) {
        let closing = counted(&rule, &given);
        prop_assert!(closing.end() != ConsultationEnd::Unsaid, "{:?}", closing.found);
        let voters = closing.sitting.voting().count();
        let answered = closing.sitting.voting().filter(|seat| {
            given.iter().any(|(id, vote)| *id == seat.territory && *vote != Vote::Absent)
        });
        prop_assert_eq!(voters, answered.count() + closing.silent.len());
    }

    #[test]
    fn the_order_of_the_answers_never_matters(
        rule in any_consulting_rule(),
        (given, shuffled) in any_answers()
            .prop_flat_map(|given| (Just(given.clone()), Just(given).prop_shuffle()))
    ) {
        prop_assert_eq!(counted(&rule, &given), counted(&rule, &shuffled));
    }

    #[test]
    fn an_answer_for_never_turns_adoption_into_refusal(
        rule in any_consulting_rule(), given in any_answers(), which in 0..MEMBERS as usize
    ) {
        let before = counted(&rule, &given).end();
        let id = association(MEMBERS)[which].id;
        let mut more: Vec<_> = given.into_iter().filter(|(of, _)| *of != id).collect();
        more.push((id, Vote::For));
        let after = counted(&rule, &more).end();
        prop_assert!(before != ConsultationEnd::Adopted || after == ConsultationEnd::Adopted);
    }

    #[test]
    fn a_silence_is_the_answer_that_the_rule_makes_of_it(
        rule in any_consulting_rule(), given in any_answers(), which in 0..MEMBERS as usize
    ) {
        let id = association(MEMBERS)[which].id;
        let silent: Vec<_> = given.into_iter().filter(|(of, _)| *of != id).collect();
        let Some(Written::Allowed(terms)) = rule.written else { panic!("allowed") };
        let mut said = silent.clone();
        said.push((id, terms.silence.expect("known").vote()));
        prop_assert_eq!(counted(&rule, &silent).found, counted(&rule, &said).found);
    }
}
