//! The whole circuit as one table, compared with what the association decided.

use std::fmt::Write as _;

use super::{Action, Outcome, Role, Stage, decide, decide_any};

/// One line for each action possible at a stage: where it leads, and for whom.
fn table() -> String {
    let mut out = String::new();
    for stage in Stage::ALL {
        let _ = writeln!(out, "{stage}");
        for action in Action::ALL {
            line(&mut out, *stage, *action);
        }
    }
    out
}

fn line(out: &mut String, stage: Stage, action: Action) {
    let allowed: Vec<_> = Role::ALL
        .iter()
        .filter_map(|role| Some((role.code(), decide(stage, action, *role).ok()?)))
        .collect();
    let Some((_, outcome)) = allowed.first() else {
        return;
    };
    let leads = match outcome {
        Outcome::Stays => "reste",
        Outcome::Moves(to) => to.code(),
    };
    let roles: Vec<_> = allowed.iter().map(|(role, _)| *role).collect();
    let _ = writeln!(out, "  {action:<20} → {leads:<26} | {}", roles.join(", "));
}

#[test]
fn the_circuit_is_this_table() {
    insta::assert_snapshot!(table(), @r"
    redaction
      lire                 → reste                      | redaction, direction, presidence, perimetre
      ecrire               → reste                      | redaction, direction
      commenter            → reste                      | redaction, direction, presidence, perimetre
      modifier-la-fiche    → reste                      | redaction, direction
      soumettre            → conference-des-directions  | redaction, direction
      retirer              → brouillon-retire           | redaction, direction
    conference-des-directions
      lire                 → reste                      | redaction, direction, presidence, perimetre, instance, secretariat
      ecrire               → reste                      | direction
      commenter            → reste                      | redaction, direction, presidence, perimetre
      modifier-la-fiche    → reste                      | direction
      donner-un-avis       → reste                      | direction
      transmettre          → conference-des-presidences | direction, secretariat
      renvoyer             → redaction                  | direction, secretariat
      retirer              → retire                     | direction, secretariat
    conference-des-presidences
      lire                 → reste                      | redaction, direction, presidence, perimetre, instance, secretariat
      renvoyer             → conference-des-directions  | secretariat
      prendre-position     → reste                      | presidence
      amender              → reste                      | redaction, direction, presidence
      statuer              → reste                      | secretariat
      poser-une-reserve    → reste                      | presidence
      corriger-la-forme    → reste                      | secretariat
      libeller             → reste                      | secretariat
      contester-une-forme  → reste                      | presidence
      approuver            → adoption                   | secretariat
      retirer              → retire                     | presidence, secretariat
    adoption
      lire                 → reste                      | redaction, direction, presidence, perimetre, instance, secretariat
      renvoyer             → conference-des-directions  | secretariat
      poser-une-reserve    → reste                      | presidence
      corriger-la-forme    → reste                      | secretariat
      libeller             → reste                      | secretariat
      contester-une-forme  → reste                      | presidence
      consulter            → reste                      | secretariat
      adopter              → publication                | secretariat
      refuser              → refuse                     | secretariat
    publication
      lire                 → reste                      | redaction, direction, presidence, perimetre, secretariat
      publier              → reste                      | secretariat
      corriger             → reste                      | redaction, direction
    brouillon-retire
      lire                 → reste                      | redaction, direction, presidence, perimetre
    retire
      lire                 → reste                      | redaction, direction, presidence, perimetre, secretariat
    refuse
      lire                 → reste                      | redaction, direction, presidence, perimetre, secretariat
    ");
}

#[test]
fn an_action_leads_to_one_place_whoever_does_it() {
    for stage in Stage::ALL {
        for action in Action::ALL {
            let mut outcomes = Role::ALL
                .iter()
                .filter_map(|role| decide(*stage, *action, *role).ok());
            let first = outcomes.next();
            assert!(outcomes.all(|outcome| Some(outcome) == first));
        }
    }
}

#[test]
fn a_text_is_live_where_someone_may_write() {
    for stage in Stage::ALL {
        let written = Role::ALL
            .iter()
            .any(|role| decide(*stage, Action::Write, *role).is_ok());
        assert_eq!(stage.is_live(), written, "{stage}");
    }
}

#[test]
fn a_stranger_may_do_nothing() {
    for stage in Stage::ALL {
        for action in Action::ALL {
            assert!(decide_any(*stage, *action, &[]).is_err());
        }
    }
}

#[test]
fn the_secretariat_does_not_see_drafts() {
    assert!(decide(Stage::Drafting, Action::Read, Role::Secretary).is_err());
    assert!(decide(Stage::WithdrawnDraft, Action::Read, Role::Secretary).is_err());
}

#[test]
fn one_role_among_several_is_enough() {
    let roles = [Role::Secretary, Role::Drafter];
    assert_eq!(
        decide_any(Stage::Drafting, Action::Submit, &roles),
        Ok(Outcome::Moves(Stage::Directions))
    );
}
