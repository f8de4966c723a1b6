//! A body's rule and its decisions, in sentences that a jurist can check.

use dires_domain::decision::{
    Basis, Computation, Conclusion, Majority, Quorum, Rule, Share, Tally, Voters,
};

use super::count;

/// A majority, as an answer to « à quelle majorité ? ».
pub const fn majority(majority: Majority) -> &'static str {
    match majority {
        Majority::Cast => "Plus de la moitié des suffrages exprimés (pour et contre)",
        Majority::Members => "Plus de la moitié des membres, présents ou non",
        Majority::TwoThirds => "Deux tiers au moins des suffrages exprimés (pour et contre)",
        Majority::Unanimity => "Unanimité de ceux qui prennent part au vote, abstentions comprises",
        Majority::NoOpposition => "Sans opposition\u{202f}: au moins un pour, et aucun contre",
    }
}

/// Who votes.
pub const fn voters(voters: Voters) -> &'static str {
    match voters {
        Voters::Members => "Les membres de droit\u{202f}; les membres associés sont entendus",
        Voters::All => "Les membres de droit et les membres associés",
    }
}

/// A share, in words where there is one.
pub fn share(share: Share) -> String {
    match share.parts() {
        (1, 4) => "Un quart des membres".to_owned(),
        (1, 3) => "Un tiers des membres".to_owned(),
        (1, 2) => "La moitié des membres".to_owned(),
        (2, 3) => "Deux tiers des membres".to_owned(),
        (3, 4) => "Trois quarts des membres".to_owned(),
        (1, 1) => "Tous les membres".to_owned(),
        (part, whole) => format!("{part}/{whole} des membres"),
    }
}

/// What a rule says, one term and one sentence a line. Of a rule without a majority the quorum is not known either.
pub fn rule(rule: &Rule) -> Vec<(&'static str, String)> {
    let unknown = "À confirmer";
    let no_quorum = rule.majority.map_or(unknown, |_| "Aucun n’est fixé");
    let written = rule
        .written_consultation
        .then_some("Prévue par les statuts");
    vec![
        ("Votent", voters(rule.voters).to_owned()),
        (
            "Majorité",
            rule.majority.map_or(unknown, majority).to_owned(),
        ),
        (
            "Quorum",
            rule.quorum.map_or_else(|| no_quorum.to_owned(), share),
        ),
        (
            "Consultation écrite",
            written.unwrap_or("Non prévue").to_owned(),
        ),
    ]
}

/// A decision with its arithmetic: « 8 pour, 1 contre, 1 abstention : 9 suffrages exprimés, majorité 5 : adopté ».
pub fn explain(conclusion: &Conclusion) -> String {
    let votes = votes(&conclusion.tally);
    let outcome = if conclusion.adopted {
        "adopté"
    } else {
        "refusé"
    };
    match &conclusion.basis {
        Basis::Stated => format!(
            "{votes}\u{202f}: {outcome}, selon ce que le secrétariat a constaté\u{202f}; la règle de l’instance est à confirmer"
        ),
        Basis::Computed(computed) => {
            let needs = needs(computed, &conclusion.tally);
            let quorum = computed.quorum.map(quorum).unwrap_or_default();
            format!("{votes}\u{202f}: {needs}{quorum}\u{202f}: {outcome}")
        }
    }
}

fn votes(tally: &Tally) -> String {
    let mut said = vec![
        format!("{} pour", tally.favour),
        format!("{} contre", tally.against),
    ];
    if tally.abstentions > 0 {
        said.push(count(tally.abstentions, "abstention", "abstentions"));
    }
    if tally.no_part > 0 {
        let verb = if tally.no_part > 1 {
            "ne prennent"
        } else {
            "ne prend"
        };
        said.push(format!("{} {verb} pas part au vote", tally.no_part));
    }
    if tally.absent > 0 {
        said.push(count(tally.absent, "absent", "absents"));
    }
    said.join(", ")
}

fn needs(computed: &Computation, tally: &Tally) -> String {
    let cast = || count(tally.cast(), "suffrage exprimé", "suffrages exprimés");
    match computed.majority {
        Majority::Cast => format!("{}, majorité {}", cast(), computed.needed),
        Majority::TwoThirds => format!("{}, deux tiers {}", cast(), computed.needed),
        Majority::Members => format!(
            "{}, majorité {}",
            count(computed.base, "membre", "membres"),
            computed.needed
        ),
        Majority::Unanimity => format!(
            "{} au vote, unanimité {}",
            count(computed.base, "participant", "participants"),
            computed.needed
        ),
        Majority::NoOpposition if tally.cast() == 0 => "aucun suffrage exprimé".to_owned(),
        Majority::NoOpposition if tally.against == 0 => "sans opposition".to_owned(),
        Majority::NoOpposition => count(tally.against, "opposition", "oppositions"),
    }
}

fn quorum(quorum: Quorum) -> String {
    let met = if quorum.is_met() {
        "atteint"
    } else {
        "non atteint"
    };
    let present = count(quorum.present, "présent", "présents");
    format!(", quorum {} {met} ({present})", quorum.needed)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use dires_domain::decision::{Ballot, BodyRule, conclude};
    use dires_domain::ids::{BodyId, RuleId, TerritoryId};
    use dires_domain::paper::Vote;
    use dires_domain::people::Membership;
    use uuid::Uuid;

    use super::*;

    fn said(majority: Option<Majority>, quorum: Option<Share>, counts: &[(usize, Vote)]) -> String {
        let rule = BodyRule {
            id: RuleId(Uuid::nil()),
            body: BodyId(Uuid::nil()),
            since: NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(),
            confirmed: true,
            rule: Rule {
                majority,
                quorum,
                ..Rule::unknown()
            },
        };
        let ballots: Vec<Ballot> = counts
            .iter()
            .flat_map(|(count, vote)| std::iter::repeat_n(*vote, *count))
            .map(|vote| Ballot {
                territory: TerritoryId(Uuid::now_v7()),
                membership: Membership::Member,
                vote,
            })
            .collect();
        let conclusion = conclude(Some(&rule), &ballots, Some(true)).unwrap();
        explain(&conclusion).replace(['\u{202f}', '\u{a0}'], " ")
    }

    #[test]
    fn a_decision_says_its_arithmetic() {
        use Vote::{Absent, Abstains, Against, For, TakesNoPart};
        let half = Share::new(1, 2).ok();
        let table = [
            said(
                Some(Majority::Cast),
                None,
                &[(8, For), (1, Against), (1, Abstains)],
            ),
            said(Some(Majority::Members), half, &[(3, For), (4, Absent)]),
            said(
                Some(Majority::TwoThirds),
                None,
                &[(1, For), (1, Against), (2, TakesNoPart)],
            ),
            said(Some(Majority::Unanimity), None, &[(6, For), (1, Absent)]),
            said(
                Some(Majority::NoOpposition),
                None,
                &[(6, For), (1, Against)],
            ),
            said(None, None, &[(7, For)]),
        ];
        insta::assert_snapshot!(table.join("\n"), @"
        8 pour, 1 contre, 1 abstention : 9 suffrages exprimés, majorité 5 : adopté
        3 pour, 0 contre, 4 absents : 7 membres, majorité 4, quorum 4 non atteint (3 présents) : refusé
        1 pour, 1 contre, 2 ne prennent pas part au vote : 2 suffrages exprimés, deux tiers 2 : refusé
        6 pour, 0 contre, 1 absent : 6 participants au vote, unanimité 6 : adopté
        6 pour, 1 contre : 1 opposition : refusé
        7 pour, 0 contre : adopté, selon ce que le secrétariat a constaté ; la règle de l’instance est à confirmer
        ");
    }
}
