//! What becomes of a meeting, as one table; and its parts.

mod journal;
mod properties;
mod record;

use std::fmt::Write as _;

use super::{MeetingAct, MeetingState, decide};

#[test]
fn what_becomes_of_a_meeting_is_this_table() {
    let mut table = String::new();
    for state in MeetingState::ALL {
        let _ = writeln!(table, "{state}");
        for act in MeetingAct::ALL {
            if let Ok(next) = decide(*state, *act) {
                let _ = writeln!(table, "  {act:<9} → {next}");
            }
        }
    }
    insta::assert_snapshot!(table, @r"
    preparee
      modifier  → preparee
      ordonner  → preparee
      convoquer → convoquee
      annuler   → annulee
    convoquee
      modifier  → convoquee
      ordonner  → convoquee
      convoquer → convoquee
      annuler   → annulee
      noter     → convoquee
      ouvrir    → ouverte
    ouverte
      noter     → ouverte
      conduire  → ouverte
      clore     → close
    close
      relever   → close
    annulee
    ");
}
