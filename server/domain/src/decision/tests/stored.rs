//! What is kept of a rule, and rules as they were kept before.

use std::collections::BTreeMap;
use std::num::{NonZeroU8, NonZeroU16};

use super::scene::{SICOVAL, dated, half, votes, whole};
use crate::decision::{
    Abstention, Basis, Between, Casting, Conclusion, Majority, Most, Opposition, Outcome, Proxies,
    ProxyLimits, QuorumRule, Rule, Share, Silence, Voices, Voters, Written, WrittenTerms, conclude,
};
use crate::paper::Vote::{Abstains, Against, For};

fn read(stored: &str) -> Rule {
    serde_json::from_str(stored).unwrap()
}

/// A rule of the first shape, as the database holds it.
fn first(majority: &str, quorum: &str, written: bool) -> Rule {
    read(&format!(
        r#"{{"voters":"membres-de-droit","majority":{majority},"quorum":{quorum},"written_consultation":{written}}}"#
    ))
}

#[test]
fn a_rule_of_the_first_shape_that_said_nothing_still_says_nothing() {
    assert_eq!(first("null", "null", false), Rule::unknown());
}

#[test]
fn a_rule_of_the_first_shape_says_what_it_said_and_no_more() {
    let rule = first(r#""suffrages-exprimes""#, "null", false);
    let expected = Rule {
        voices: Some(Voices::OneEach),
        quorum: Some(QuorumRule::NotAsked),
        majority: Some(Majority::Cast),
        abstention: Some(Abstention::Apart),
        written: Some(Written::Forbidden),
        ..Rule::unknown()
    };
    assert_eq!(rule, expected);
    let rule = first("null", r#"{"numerator":1,"denominator":2}"#, true);
    let Some(QuorumRule::Asked(quorum)) = rule.quorum else {
        panic!("a quorum was asked for");
    };
    assert_eq!(quorum.share, Share::new(1, 2).unwrap());
    assert!(!quorum.exceeded);
    assert_eq!((quorum.counted, quorum.checked), (None, None));
    assert_eq!((rule.voices, rule.majority), (None, None));
    assert!(matches!(rule.written, Some(Written::Allowed(terms)) if terms.silence.is_none()));
}

#[test]
fn a_rule_of_the_first_shape_still_decides_as_it_did() {
    let decided = |majority: &str, said: &[(usize, crate::paper::Vote)]| -> Conclusion {
        let quorum = r#"{"numerator":1,"denominator":2}"#;
        let rule = dated(first(&format!("{majority:?}"), quorum, false), true);
        let sitting = super::scene::sitting(&rule, &votes(said)).unwrap();
        conclude(Some(&rule), &sitting, None).unwrap()
    };
    let cast = decided(
        "suffrages-exprimes",
        &[(8, For), (1, Against), (1, Abstains)],
    );
    let Basis::Computed(computed) = cast.basis else {
        panic!("computed")
    };
    assert_eq!(
        (cast.outcome, computed.base, computed.needed),
        (Outcome::Adopted, 9, 5)
    );
    let unanimous = decided("unanimite", &[(6, For), (1, Abstains)]);
    assert_eq!(unanimous.outcome, Outcome::Refused);
}

#[test]
fn a_rule_is_stored_as_it_reads() {
    let weights = BTreeMap::from([(SICOVAL, NonZeroU16::new(3).unwrap())]);
    let rule = Rule {
        voters: Voters::All,
        voices: Some(Voices::Weighted(weights)),
        quorum: Some(QuorumRule::Asked(half())),
        casting: Some(Casting::Chair),
        proxies: Some(Proxies::Allowed(ProxyLimits {
            most: Some(Most::AtMost(NonZeroU8::MIN)),
            between: Some(Between::SameKind),
        })),
        written: Some(Written::Allowed(WrittenTerms {
            least_days: NonZeroU16::new(15),
            silence: Some(Silence::Abstains),
            opposition: Some(Opposition::CallsMeeting),
        })),
        source: "Statuts, article 9".to_owned(),
        ..whole()
    };
    let stored = serde_json::to_string_pretty(&rule).unwrap();
    insta::assert_snapshot!(stored, @r#"
    {
      "voters": "membres-et-associes",
      "voices": {
        "kind": "weighted",
        "of": {
          "00000000-0000-0000-0000-000000000001": 3
        }
      },
      "quorum": {
        "kind": "asked",
        "share": {
          "numerator": 1,
          "denominator": 2
        },
        "exceeded": false,
        "counted": "presents-ou-representes",
        "checked": "chaque-vote",
        "second_call": "meme-quorum"
      },
      "majority": "suffrages-exprimes",
      "abstention": "hors-suffrages",
      "no_part": "present",
      "casting": "presidence-de-seance",
      "proxies": {
        "kind": "allowed",
        "most": {
          "at-most": 1
        },
        "between": "meme-qualite"
      },
      "written": {
        "kind": "allowed",
        "least_days": 15,
        "silence": "abstention",
        "opposition": "renvoi-en-seance"
      },
      "source": "Statuts, article 9"
    }
    "#);
    assert_eq!(read(&stored), rule);
    let impossible = stored.replace("\"denominator\": 2", "\"denominator\": 0");
    assert!(serde_json::from_str::<Rule>(&impossible).is_err());
    let weightless = stored.replace("\": 3", "\": 0");
    assert!(serde_json::from_str::<Rule>(&weightless).is_err());
    assert_eq!(
        read(&serde_json::to_string(&Rule::unknown()).unwrap()),
        Rule::unknown()
    );
}
