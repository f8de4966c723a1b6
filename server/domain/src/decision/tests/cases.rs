//! `cases.md`, which a jurist can read, is what is computed.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use super::scene::{association, dated, half, line, whole};
use crate::decision::{
    Abstention, Attendance, Basis, Casting, Checked, Conclusion, Counted, Majority, NoPart,
    Opposition, Outcome, Presence, Quorum, QuorumFound, QuorumRule, Rule, Said, SecondCall,
    Silence, Sitting, Voices, Written, WrittenTerms, conclude,
};
use crate::ids::TerritoryId;
use crate::paper::Vote;

const CASES: &str = include_str!("cases.md");

/// A term of a rule, and what it says.
pub fn says(rule: &mut Rule, term: &str, said: &str) {
    match term {
        "Voix" => rule.voices = Some(voices(said)),
        "Quorum" => rule.quorum = Some(quorum(said)),
        "Majorité" => rule.majority = Some(majority(said)),
        "Abstention" => rule.abstention = Some(abstention(said)),
        "Ne prend pas part" => rule.no_part = Some(no_part(said)),
        "Partage" => rule.casting = Some(casting(said)),
        "Silence" => terms(rule).silence = Some(silence(said)),
        "Une opposition" => terms(rule).opposition = Some(opposition(said)),
        _ => panic!("« {term} » is no term of a rule"),
    }
}

fn voices(said: &str) -> Voices {
    if said == "une par territoire" {
        return Voices::OneEach;
    }
    let weights = said.split(", ").map(|it| it.parse::<NonZeroU16>().unwrap());
    let ids = association(20).into_iter().map(|it| it.id);
    Voices::Weighted(ids.zip(weights).collect::<BTreeMap<_, _>>())
}

fn quorum(said: &str) -> QuorumRule {
    let mut asked = half();
    for part in said.split(" ; ") {
        match part {
            "aucun" => return QuorumRule::NotAsked,
            "la moitié" => asked = half(),
            "plus de la moitié" => {
                asked = Quorum {
                    exceeded: true,
                    ..half()
                }
            }
            "présents et représentés" => asked.counted = Some(Counted::PresentOrRepresented),
            "présents seuls" => asked.counted = Some(Counted::Present),
            "avant chaque vote" => asked.checked = Some(Checked::BeforeEachVote),
            "à l’ouverture" => asked.checked = Some(Checked::AtOpening),
            "sans quorum ensuite" => asked.second_call = Some(SecondCall::NoQuorum),
            _ => panic!("« {part} » is no part of a quorum"),
        }
    }
    QuorumRule::Asked(asked)
}

fn majority(said: &str) -> Majority {
    match said {
        "suffrages exprimés" => Majority::Cast,
        "membres" => Majority::Members,
        "deux tiers" => Majority::TwoThirds,
        "unanimité" => Majority::Unanimity,
        "sans opposition" => Majority::NoOpposition,
        _ => panic!("« {said} » is no majority"),
    }
}

fn abstention(said: &str) -> Abstention {
    match said {
        "hors des suffrages" => Abstention::Apart,
        "suffrage exprimé" => Abstention::Cast,
        _ => panic!("« {said} » is nothing that an abstention counts for"),
    }
}

fn no_part(said: &str) -> NoPart {
    match said {
        "présent" => NoPart::Present,
        "à part" => NoPart::Apart,
        "comme une abstention" => NoPart::Abstention,
        _ => panic!("« {said} » is nothing that taking no part counts for"),
    }
}

fn casting(said: &str) -> Casting {
    match said {
        "personne ne départage" => Casting::Nobody,
        "la présidence de séance" => Casting::Chair,
        _ => panic!("« {said} » decides no tie"),
    }
}

fn terms(rule: &mut Rule) -> &mut WrittenTerms {
    match rule.written.as_mut() {
        Some(Written::Allowed(terms)) => terms,
        _ => panic!("the rule allows no written consultation"),
    }
}

fn silence(said: &str) -> Silence {
    match said {
        "vaut absence" => Silence::Absent,
        "vaut abstention" => Silence::Abstains,
        "vaut approbation" => Silence::Approves,
        _ => panic!("« {said} » is nothing that silence means"),
    }
}

fn opposition(said: &str) -> Opposition {
    match said {
        "vote contre" => Opposition::Counts,
        "renvoi en séance" => Opposition::CallsMeeting,
        _ => panic!("« {said} » is nothing that an opposition does"),
    }
}

pub fn vote(word: &str) -> Vote {
    match word {
        "pour" => Vote::For,
        "contre" => Vote::Against,
        "abstention" | "abstentions" => Vote::Abstains,
        "sans part" => Vote::TakesNoPart,
        _ => panic!("« {word} » is no vote"),
    }
}

fn presence(word: &str) -> Presence {
    match word.trim_end_matches('s') {
        "présent" => Presence::Present,
        "représenté" => Presence::Represented,
        "arrivé" => Presence::Late,
        "parti" => Presence::Left,
        "excusé" => Presence::Excused,
        "absent" => Presence::Absent,
        _ => panic!("« {word} » is no presence"),
    }
}

/// « 9 présents, 1 absent »: each word as often as is said.
pub fn each<T: Copy>(said: &str, read: fn(&str) -> T) -> Vec<T> {
    let counted = said.split(", ").flat_map(|part| {
        let (count, word) = part.split_once(' ').unwrap();
        std::iter::repeat_n(read(word), count.parse::<usize>().unwrap())
    });
    counted.collect()
}

/// A meeting: who was there in the order of the territories, then the votes of those who have a voice.
fn told(there: &str, votes: &str) -> (u32, Said) {
    let mut said = Said::default();
    let mut counted = Vec::new();
    let mut chair = None;
    for part in there.split(", ") {
        match part.strip_prefix("le président ") {
            Some(word) => chair = Some(vote(word)),
            None if part == "deuxième convocation" => said.second_call = true,
            None => counted.push(part),
        }
    }
    let presences = each(&counted.join(", "), presence);
    let members = u32::try_from(presences.len()).unwrap();
    let ids: Vec<TerritoryId> = association(members).iter().map(|it| it.id).collect();
    for (id, presence) in ids.iter().zip(presences) {
        let holder = (presence == Presence::Represented).then_some(ids[0]);
        said.attendance.push(Attendance {
            holder,
            ..line(*id, presence)
        });
    }
    let voiced = said.attendance.iter().filter(|it| it.presence.has_voice());
    said.votes = voiced
        .map(|it| it.territory)
        .zip(each(votes, vote))
        .collect();
    said.chair = chair.map(|voted| {
        said.votes
            .iter()
            .find(|(_, vote)| *vote == voted)
            .unwrap()
            .0
    });
    (members, said)
}

/// The last three columns, as computed.
pub fn shown(conclusion: &Conclusion) -> [String; 3] {
    let Basis::Computed(computed) = conclusion.basis else {
        panic!("the rule says everything");
    };
    let quorum = match computed.quorum {
        QuorumFound::Asked { needed, found, .. } => format!("{found} pour {needed}"),
        QuorumFound::NotAsked | QuorumFound::Waived => "aucun".to_owned(),
    };
    let outcome = match conclusion.outcome {
        Outcome::Adopted => "adopté",
        Outcome::Refused => "refusé",
        Outcome::NoQuorum => "sans quorum",
    };
    let majority = format!("{} sur {}", computed.needed, computed.base);
    [quorum, majority, outcome.to_owned()]
}

fn row(rule: &Rule, cells: &[&str]) -> Vec<String> {
    let rule = dated(rule.clone(), true);
    let (members, said) = told(cells[0], cells[1]);
    let sitting = Sitting::of(Some(&rule), &association(members), &said);
    let sitting = sitting.unwrap_or_else(|faults| panic!("{cells:?}: {faults:?}"));
    let conclusion = conclude(Some(&rule), &sitting, None).unwrap();
    let mut shown = shown(&conclusion).to_vec();
    shown.splice(0..0, cells[..2].iter().map(|it| (*it).to_owned()));
    shown
}

#[test]
fn the_table_that_a_jurist_reads_is_what_is_computed() {
    let mut parts = CASES.split("\n## ").skip(1);
    let mut rows = 0;
    let mut first = whole();
    for (at, part) in parts.by_ref().enumerate() {
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
                row(&rule, &cells),
                cells,
                "{}",
                part.lines().next().unwrap()
            );
            rows += 1;
        }
    }
    assert!(rows > 30, "the table is read: {rows} rows");
}
