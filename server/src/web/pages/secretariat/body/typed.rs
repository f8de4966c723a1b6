//! What the form of a rule holds: kept as typed, read into a rule or into what is wrong.

use std::num::{NonZeroU8, NonZeroU16};
use std::str::FromStr;

use chrono::NaiveDate;
use dires_domain::decision::{
    Abstention, Between, Casting, Checked, Counted, Majority, Most, NoPart, Opposition, Proxies,
    ProxyLimits, Quorum, QuorumRule, Rule, SecondCall, Share, Silence, Voices, Written,
    WrittenTerms,
};
use dires_domain::ids::TerritoryId;
use dires_domain::people::Territory;

use crate::web::messages::rule as say;
use crate::web::{Faults, Form};

/// The quorums that the form offers: a share, to exceed or to reach.
const QUORUMS: [(u32, u32, bool); 7] = [
    (1, 4, false),
    (1, 3, false),
    (1, 2, false),
    (1, 2, true),
    (2, 3, false),
    (3, 4, false),
    (1, 1, false),
];

/// The fields that have one value each.
const FIELDS: [&str; 20] = [
    "depuis",
    "source",
    "votants",
    "voix",
    "quorum",
    "quorum_compte",
    "quorum_quand",
    "quorum_deuxieme",
    "majorite",
    "abstention",
    "sans_part",
    "partage",
    "pouvoirs",
    "pouvoirs_limite",
    "pouvoirs_nombre",
    "pouvoirs_entre",
    "ecrite",
    "ecrite_jours",
    "ecrite_silence",
    "ecrite_opposition",
];

/// The fields, as typed.
#[derive(Debug, Default)]
pub struct TypedRule {
    fields: Vec<(&'static str, String)>,
    weights: Vec<(TerritoryId, String)>,
    /// The box that says that the association confirmed it.
    pub confirmed: bool,
}

impl TypedRule {
    /// The rule that holds, to be changed from today.
    pub fn starting_from(rule: &Rule, today: NaiveDate, territories: &[Territory]) -> Self {
        let weight = |of: TerritoryId| match &rule.voices {
            Some(Voices::Weighted(weights)) => weights.get(&of).map(ToString::to_string),
            _ => None,
        };
        let mut fields = vec![
            ("depuis", today.to_string()),
            ("source", rule.source.clone()),
            ("votants", rule.voters.code().to_owned()),
            ("majorite", word(rule.majority.map(Majority::code))),
            ("abstention", word(rule.abstention.map(Abstention::code))),
            ("sans_part", word(rule.no_part.map(NoPart::code))),
            ("partage", word(rule.casting.map(Casting::code))),
            (
                "voix",
                word(rule.voices.as_ref().map(|it| match it {
                    Voices::OneEach => "une",
                    Voices::Weighted(_) => "ponderees",
                })),
            ),
        ];
        fields.extend(quorum_fields(rule.quorum));
        fields.extend(proxy_fields(rule.proxies));
        fields.extend(written_fields(rule.written));
        let weights = territories
            .iter()
            .map(|it| (it.id, weight(it.id).unwrap_or_default()));
        Self {
            fields,
            weights: weights.collect(),
            confirmed: false,
        }
    }

    /// As typed, where these are the association's territories.
    pub fn of(form: &Form, territories: &[Territory]) -> Self {
        let weight = |it: &Territory| (it.id, form.text(&weight_field(it.id)).to_owned());
        Self {
            fields: FIELDS
                .map(|name| (name, form.text(name).to_owned()))
                .to_vec(),
            weights: territories.iter().map(weight).collect(),
            confirmed: form.text("confirmee") == "oui",
        }
    }

    /// A field, as typed.
    pub fn text(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| *field == name);
        found.map_or("", |(_, value)| value)
    }

    /// What is typed as a territory's voices.
    pub fn weight(&self, of: TerritoryId) -> &str {
        let found = self.weights.iter().find(|(id, _)| *id == of);
        found.map_or("", |(_, value)| value)
    }

    /// The first day.
    pub fn since(&self) -> Option<NaiveDate> {
        self.text("depuis").parse().ok()
    }

    /// The rule, or everything that is wrong with it.
    pub fn read(&self, territories: &[Territory]) -> Result<(NaiveDate, Rule), Faults> {
        let mut faults = Faults::default();
        if self.since().is_none() {
            faults.add("depuis", say::NO_SINCE);
        }
        if self.text("source").chars().count() > say::LONGEST_SOURCE {
            faults.add("source", say::LONG_SOURCE);
        }
        let voters = self.text("votants").parse().ok();
        if voters.is_none() {
            faults.add("votants", say::NO_VOTERS);
        }
        let rule = Rule {
            voices: self.voices(&mut faults),
            quorum: self.quorum(&mut faults),
            majority: self.word("majorite", &mut faults),
            abstention: self.word("abstention", &mut faults),
            no_part: self.word("sans_part", &mut faults),
            casting: self.word("partage", &mut faults),
            proxies: self.proxies(&mut faults),
            written: self.written(&mut faults),
            source: self.text("source").to_owned(),
            voters: voters.unwrap_or(Rule::unknown().voters),
        };
        self.confirmable(&rule, territories, &mut faults);
        match self.since() {
            Some(since) if faults.is_empty() => Ok((since, rule)),
            _ => Err(faults),
        }
    }

    /// A confirmed rule decides: it says a majority, and forgets nobody's voices.
    fn confirmable(&self, rule: &Rule, territories: &[Territory], faults: &mut Faults) {
        if !self.confirmed {
            return;
        }
        if rule.majority.is_none() && faults.of("majorite").is_none() {
            faults.add("majorite", say::CONFIRMED_WITHOUT_MAJORITY);
        }
        let Some(Voices::Weighted(weights)) = &rule.voices else {
            return;
        };
        let since = self.since();
        let votes = |it: &&Territory| {
            rule.voters.includes(it.membership) && since.is_some_and(|on| it.term.in_force(on))
        };
        let mut voting = territories.iter().filter(votes);
        if voting.any(|it| !weights.contains_key(&it.id)) && faults.of("voix").is_none() {
            faults.add("voix", say::WEIGHTS_MISSING);
        }
    }

    /// One of a list of words, or nothing while it is to be confirmed.
    fn word<T: FromStr>(&self, name: &'static str, faults: &mut Faults) -> Option<T> {
        let typed = self.text(name);
        let word = typed.parse().ok();
        if word.is_none() && !typed.is_empty() {
            faults.add(name, say::NOT_OFFERED);
        }
        word
    }

    fn voices(&self, faults: &mut Faults) -> Option<Voices> {
        match self.text("voix") {
            "" => None,
            "une" => Some(Voices::OneEach),
            "ponderees" => {
                let typed = self.weights.iter().filter(|(_, typed)| !typed.is_empty());
                let read = typed.map(|(id, typed)| Some((*id, weight(typed)?)));
                let weights: Option<_> = read.collect();
                if weights.is_none() {
                    faults.add("voix", say::NOT_A_WEIGHT);
                }
                Some(Voices::Weighted(weights.unwrap_or_default()))
            }
            _ => {
                faults.add("voix", say::NOT_OFFERED);
                None
            }
        }
    }

    fn quorum(&self, faults: &mut Faults) -> Option<QuorumRule> {
        let typed = self.text("quorum");
        match typed {
            "" => return None,
            "aucun" => return Some(QuorumRule::NotAsked),
            _ => {}
        }
        let mut chosen = quorums().filter(|(share, exceeded)| code(*share, *exceeded) == typed);
        let Some((share, exceeded)) = chosen.next() else {
            faults.add("quorum", say::NO_QUORUM);
            return None;
        };
        Some(QuorumRule::Asked(Quorum {
            share,
            exceeded,
            counted: self.word("quorum_compte", faults),
            checked: self.word("quorum_quand", faults),
            second_call: self.word("quorum_deuxieme", faults),
        }))
    }

    fn proxies(&self, faults: &mut Faults) -> Option<Proxies> {
        match self.text("pouvoirs") {
            "" => None,
            "interdits" => Some(Proxies::Forbidden),
            "admis" => Some(Proxies::Allowed(ProxyLimits {
                most: self.most(faults),
                between: self.word("pouvoirs_entre", faults),
            })),
            _ => {
                faults.add("pouvoirs", say::NOT_OFFERED);
                None
            }
        }
    }

    fn most(&self, faults: &mut Faults) -> Option<Most> {
        match self.text("pouvoirs_limite") {
            "" => None,
            "sans" => Some(Most::Unlimited),
            "nombre" => {
                let most = self.text("pouvoirs_nombre").parse::<NonZeroU8>().ok();
                let most = most.filter(|it| it.get() < 100);
                if most.is_none() {
                    faults.add("pouvoirs_nombre", say::NOT_A_LIMIT);
                }
                most.map(Most::AtMost)
            }
            _ => {
                faults.add("pouvoirs_limite", say::NOT_OFFERED);
                None
            }
        }
    }

    fn written(&self, faults: &mut Faults) -> Option<Written> {
        match self.text("ecrite") {
            "" => None,
            "non" => Some(Written::Forbidden),
            "oui" => Some(Written::Allowed(WrittenTerms {
                least_days: self.days(faults),
                silence: self.word("ecrite_silence", faults),
                opposition: self.word("ecrite_opposition", faults),
            })),
            _ => {
                faults.add("ecrite", say::NOT_OFFERED);
                None
            }
        }
    }

    fn days(&self, faults: &mut Faults) -> Option<NonZeroU16> {
        let typed = self.text("ecrite_jours");
        let days = typed.parse::<NonZeroU16>().ok();
        let days = days.filter(|it| it.get() <= 365);
        if days.is_none() && !typed.is_empty() {
            faults.add("ecrite_jours", say::NOT_DAYS);
        }
        days
    }
}

/// The name of the field of a territory's voices.
pub fn weight_field(of: TerritoryId) -> String {
    format!("voix-{of}")
}

/// The quorums that are offered.
pub fn quorums() -> impl Iterator<Item = (Share, bool)> {
    QUORUMS
        .into_iter()
        .filter_map(|(part, whole, exceeded)| Some((Share::new(part, whole).ok()?, exceeded)))
}

/// A quorum as a form's value: `1/2`, or `plus-1/2` where it has to be exceeded.
pub fn code(share: Share, exceeded: bool) -> String {
    let (part, whole) = share.parts();
    let more = if exceeded { "plus-" } else { "" };
    format!("{more}{part}/{whole}")
}

fn weight(typed: &str) -> Option<NonZeroU16> {
    typed
        .parse::<NonZeroU16>()
        .ok()
        .filter(|it| it.get() < 10_000)
}

fn word(code: Option<&'static str>) -> String {
    code.unwrap_or_default().to_owned()
}

fn quorum_fields(rule: Option<QuorumRule>) -> Vec<(&'static str, String)> {
    match rule {
        None => Vec::new(),
        Some(QuorumRule::NotAsked) => vec![("quorum", "aucun".to_owned())],
        Some(QuorumRule::Asked(quorum)) => vec![
            ("quorum", code(quorum.share, quorum.exceeded)),
            ("quorum_compte", word(quorum.counted.map(Counted::code))),
            ("quorum_quand", word(quorum.checked.map(Checked::code))),
            (
                "quorum_deuxieme",
                word(quorum.second_call.map(SecondCall::code)),
            ),
        ],
    }
}

fn proxy_fields(rule: Option<Proxies>) -> Vec<(&'static str, String)> {
    let limits = match rule {
        None => return Vec::new(),
        Some(Proxies::Forbidden) => return vec![("pouvoirs", "interdits".to_owned())],
        Some(Proxies::Allowed(limits)) => limits,
    };
    let mut fields = vec![
        ("pouvoirs", "admis".to_owned()),
        ("pouvoirs_entre", word(limits.between.map(Between::code))),
    ];
    match limits.most {
        None => {}
        Some(Most::Unlimited) => fields.push(("pouvoirs_limite", "sans".to_owned())),
        Some(Most::AtMost(most)) => {
            fields.push(("pouvoirs_limite", "nombre".to_owned()));
            fields.push(("pouvoirs_nombre", most.to_string()));
        }
    }
    fields
}

fn written_fields(rule: Option<Written>) -> Vec<(&'static str, String)> {
    match rule {
        None => Vec::new(),
        Some(Written::Forbidden) => vec![("ecrite", "non".to_owned())],
        Some(Written::Allowed(terms)) => vec![
            ("ecrite", "oui".to_owned()),
            (
                "ecrite_jours",
                terms
                    .least_days
                    .map(|it| it.to_string())
                    .unwrap_or_default(),
            ),
            ("ecrite_silence", word(terms.silence.map(Silence::code))),
            (
                "ecrite_opposition",
                word(terms.opposition.map(Opposition::code)),
            ),
        ],
    }
}
