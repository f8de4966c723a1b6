//! What becomes of an amendment, by whom.

use std::fmt::Write as _;

use super::super::{AmendmentAct, AmendmentState, Part, decide};
use crate::circuit::Role;

/// What somebody is called, and is for their role.
type Named = (&'static str, fn(Role) -> Part);

/// Everybody who is something to an amendment.
fn parts() -> Vec<(String, Part)> {
    let kinds: [Named; 3] = [
        ("auteur", Part::Own),
        ("coauteur", Part::Fellow),
        ("autre", Part::Other),
    ];
    let named = kinds.iter().flat_map(|(name, part)| {
        Role::ALL
            .iter()
            .map(move |role| (format!("{name} ({role})"), part(*role)))
    });
    named
        .chain(std::iter::once(("de lui-même".to_owned(), Part::Nobody)))
        .collect()
}

fn table() -> String {
    let mut out = String::new();
    for state in AmendmentState::ALL {
        let _ = writeln!(out, "{state}");
        for act in AmendmentAct::ALL {
            let able = parts().into_iter().filter_map(|(name, part)| {
                let to = decide(*state, *act, part).ok()?;
                Some((name, to))
            });
            let able: Vec<_> = able.collect();
            if let Some((_, to)) = able.first() {
                let names: Vec<_> = able.iter().map(|(name, _)| name.as_str()).collect();
                let _ = writeln!(out, "  {act:<9} → {to:<11} | {}", names.join(", "));
            }
        }
    }
    out
}

#[test]
fn the_life_of_an_amendment_is_this_table() {
    insta::assert_snapshot!(table(), @r"
    preparation
      motiver   → preparation | auteur (redaction), auteur (direction), auteur (presidence), coauteur (redaction), coauteur (direction), coauteur (presidence)
      deposer   → depose      | auteur (presidence)
      retirer   → retire      | auteur (redaction), auteur (direction), auteur (presidence)
      tomber    → tombe       | de lui-même
    depose
      retirer   → retire      | auteur (presidence)
      accepter  → accepte     | autre (secretariat)
      refuser   → refuse      | autre (secretariat)
      tomber    → tombe       | de lui-même
    retire
    accepte
    refuse
    tombe
    ");
}
