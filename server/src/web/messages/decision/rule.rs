//! What a rule says, one term and one sentence a line.

use dires_domain::decision::{
    Most, Proxies, ProxyLimits, Quorum, QuorumRule, Rule, Voices, Written, WrittenTerms,
};
use dires_domain::people::Territory;

use super::{
    UNKNOWN, abstention, between, casting, checked, counted, majority, no_part, opposition,
    second_call, share, silence, voters,
};
use crate::web::messages::count;

/// What a rule says, with the names of these territories.
pub fn rule(rule: &Rule, territories: &[Territory]) -> Vec<(&'static str, String)> {
    let said = |known: Option<&'static str>| known.unwrap_or(UNKNOWN).to_owned();
    let whole = |known: Option<String>| known.unwrap_or_else(|| UNKNOWN.to_owned());
    let mut lines = vec![
        ("Votent", voters(rule.voters).to_owned()),
        (
            "Voix",
            whole(rule.voices.as_ref().map(|it| voices(it, territories))),
        ),
        ("Quorum", whole(rule.quorum.map(quorum))),
        ("Majorité", said(rule.majority.map(majority))),
        ("Abstention", said(rule.abstention.map(abstention))),
        ("Ne prend pas part au vote", said(rule.no_part.map(no_part))),
        ("Partage égal des voix", said(rule.casting.map(casting))),
        ("Pouvoirs", whole(rule.proxies.map(proxies))),
        ("Consultation écrite", whole(rule.written.map(written))),
    ];
    if !rule.source.is_empty() {
        lines.push(("Écrit dans", rule.source.clone()));
    }
    lines
}

/// How much of a rule is still to be confirmed: « 3 points restent à confirmer »; nothing where all is known.
pub fn open(says: &[(&'static str, String)]) -> String {
    let unknown = UNKNOWN.to_lowercase();
    let open = says.iter().map(|(_, sentence)| {
        let sentence = sentence.to_lowercase();
        sentence.matches(&unknown).count()
    });
    match u32::try_from(open.sum::<usize>()).unwrap_or(u32::MAX) {
        0 => String::new(),
        1 => "1\u{a0}point reste à confirmer".to_owned(),
        many => format!("{many}\u{a0}points restent à confirmer"),
    }
}

fn voices(voices: &Voices, territories: &[Territory]) -> String {
    let Voices::Weighted(weights) = voices else {
        return "Une par territoire".to_owned();
    };
    let known = territories.iter().filter_map(|territory| {
        let weight = weights.get(&territory.id)?;
        Some(format!("{}\u{a0}{weight}", territory.name))
    });
    known.collect::<Vec<_>>().join(", ")
}

fn quorum(rule: QuorumRule) -> String {
    let QuorumRule::Asked(quorum) = rule else {
        return "Aucun n’est exigé".to_owned();
    };
    let Quorum {
        counted: who,
        checked: when,
        second_call: again,
        ..
    } = quorum;
    sentences(
        share(quorum.share, quorum.exceeded),
        [
            ("qui compte", who.map(counted)),
            ("quand", when.map(checked)),
            ("sur deuxième convocation", again.map(second_call)),
        ],
    )
}

fn proxies(rule: Proxies) -> String {
    let Proxies::Allowed(ProxyLimits {
        most,
        between: pair,
    }) = rule
    else {
        return "Ne sont pas admis".to_owned();
    };
    let most = most.map(|most| match most {
        Most::Unlimited => "sans limite de nombre".to_owned(),
        Most::AtMost(most) => format!(
            "{} au plus par mandataire",
            count(most.get().into(), "pouvoir", "pouvoirs")
        ),
    });
    let most = most.unwrap_or_else(|| "nombre par mandataire à confirmer".to_owned());
    sentences(format!("Admis, {most}"), [("entre qui", pair.map(between))])
}

fn written(rule: Written) -> String {
    let Written::Allowed(WrittenTerms {
        least_days,
        silence: silent,
        opposition: opposed,
    }) = rule
    else {
        return "N’est pas prévue".to_owned();
    };
    let days = least_days.map(|days| {
        let days = count(days.get().into(), "jour", "jours");
        format!("Prévue, {days} au moins")
    });
    sentences(
        days.unwrap_or_else(|| "Prévue, durée la plus courte à confirmer".to_owned()),
        [
            ("le silence", silent.map(silence)),
            ("une opposition", opposed.map(opposition)),
        ],
    )
}

/// « La moitié au moins ; qui compte : les présents seuls ; quand : à confirmer ».
fn sentences<const N: usize>(
    first: String,
    more: [(&'static str, Option<&'static str>); N],
) -> String {
    let mut said = vec![first];
    for (term, known) in more {
        let mut letters = known.unwrap_or(UNKNOWN).chars();
        let small = letters.next().map(|it| it.to_lowercase().to_string());
        let small = small.unwrap_or_default();
        said.push(format!("{term}\u{202f}: {small}{}", letters.as_str()));
    }
    said.join("\u{202f}; ")
}

#[cfg(test)]
mod tests {
    use std::num::{NonZeroU8, NonZeroU16};

    use dires_domain::decision::{
        Abstention, Between, Casting, Counted, Majority, NoPart, Opposition, Share,
    };

    use super::*;

    fn told(of: &Rule) -> String {
        let lines = rule(of, &[crate::storage::fixtures::member("sicoval")]);
        let lines = lines.iter().map(|(term, says)| format!("{term} | {says}"));
        let told = lines.collect::<Vec<_>>().join("\n");
        told.replace(['\u{202f}', '\u{a0}'], " ")
    }

    #[test]
    fn a_rule_of_which_nothing_is_known_says_so() {
        assert_eq!(
            open(&rule(&Rule::unknown(), &[])),
            "8\u{a0}points restent à confirmer"
        );
        insta::assert_snapshot!(told(&Rule::unknown()), @"
        Votent | Les membres de droit ; les membres associés sont entendus
        Voix | À confirmer
        Quorum | À confirmer
        Majorité | À confirmer
        Abstention | À confirmer
        Ne prend pas part au vote | À confirmer
        Partage égal des voix | À confirmer
        Pouvoirs | À confirmer
        Consultation écrite | À confirmer
        ");
    }

    #[test]
    fn a_rule_reads_as_sentences() {
        let rule = Rule {
            voices: Some(Voices::OneEach),
            quorum: Some(QuorumRule::Asked(Quorum {
                share: Share::new(1, 2).unwrap(),
                exceeded: true,
                counted: Some(Counted::Present),
                checked: None,
                second_call: None,
            })),
            majority: Some(Majority::TwoThirds),
            abstention: Some(Abstention::Cast),
            no_part: Some(NoPart::Apart),
            casting: Some(Casting::Chair),
            proxies: Some(Proxies::Allowed(ProxyLimits {
                most: NonZeroU8::new(2).map(Most::AtMost),
                between: Some(Between::SameKind),
            })),
            written: Some(Written::Allowed(WrittenTerms {
                least_days: NonZeroU16::new(15),
                silence: None,
                opposition: Some(Opposition::CallsMeeting),
            })),
            source: "Statuts, article 9".to_owned(),
            ..Rule::unknown()
        };
        insta::assert_snapshot!(told(&rule), @"
        Votent | Les membres de droit ; les membres associés sont entendus
        Voix | Une par territoire
        Quorum | Plus de la moitié de ceux qui votent ; qui compte : les présents seuls ; quand : à confirmer ; sur deuxième convocation : à confirmer
        Majorité | Deux tiers au moins des suffrages exprimés
        Abstention | Est un suffrage exprimé, qui n’est pas pour
        Ne prend pas part au vote | Ne compte ni parmi les présents ni dans le vote
        Partage égal des voix | La voix de la présidence de séance est prépondérante
        Pouvoirs | Admis, 2 pouvoirs au plus par mandataire ; entre qui : les territoires de même qualité : de droit entre eux, associés entre eux
        Consultation écrite | Prévue, 15 jours au moins ; le silence : à confirmer ; une opposition : renvoie le texte en séance
        Écrit dans | Statuts, article 9
        ");
    }
}
