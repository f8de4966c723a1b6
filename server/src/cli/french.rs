//! The command line's own mistakes, in French.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Failure;

/// Prints the help that was asked for, or says what is wrong with the command line.
pub fn exit(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            printed(error);
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            printed(error);
            ExitCode::from(2)
        }
        kind => Failure::usage(sentence(kind, error)).exit(),
    }
}

/// With colours on a terminal only. A closed output is nobody's loss.
fn printed(error: &clap::Error) {
    drop(error.print());
}

fn sentence(kind: ErrorKind, error: &clap::Error) -> String {
    let what = |kind| error.get(kind).map(shown).unwrap_or_default();
    let fault = match kind {
        ErrorKind::InvalidSubcommand => {
            format!(
                "la commande «\u{a0}{}\u{a0}» n’existe pas",
                what(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::UnknownArgument => {
            format!(
                "l’option «\u{a0}{}\u{a0}» n’existe pas",
                what(ContextKind::InvalidArg)
            )
        }
        ErrorKind::MissingRequiredArgument => {
            format!("il manque {}", what(ContextKind::InvalidArg))
        }
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!(
            "«\u{a0}{}\u{a0}» n’est pas une valeur de {}",
            what(ContextKind::InvalidValue),
            what(ContextKind::InvalidArg)
        ),
        _ => "la commande n’est pas comprise".to_owned(),
    };
    format!("{fault}. Aide\u{a0}: dires --help")
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join(", "),
        other => other.to_string(),
    }
}
