//! The command `dires`: what whoever runs the server types.

/// Prints a line: see [`print`].
macro_rules! say {
    ($($words:tt)*) => {
        $crate::cli::print(format_args!("{}\n", format_args!($($words)*)))
    };
}

mod association;
mod backup;
mod check;
mod demo;
mod failure;
mod french;
mod mail;
mod person;
mod serve;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use failure::Failure;

use crate::config::{self, Config};

/// Said by `dires --help` before the commands.
const ABOUT: &str = "Dires\u{a0}: le site où une association d’intercommunalités écrit, adopte et publie ses textes.\n\
    Un seul programme\u{a0}: le serveur, la base SQLite et les pages y sont contenus.";

const BACKUP: &str =
    "Copie la base SQLite dans un fichier, même pendant que le site est en service";

const CHECK: &str = "Vérifie la base, les documents, les versions et leurs empreintes SHA-256";

/// clap's own headings are English.
const TEMPLATE: &str = "{about-with-newline}\nUsage\u{a0}: {usage}\n\n{all-args}{after-help}";

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "dires", version, about = ABOUT, help_template = TEMPLATE, after_help = config::described())]
#[command(
    subcommand_help_heading = "Commandes",
    disable_help_subcommand = true,
    disable_help_flag = true
)]
#[command(
    disable_version_flag = true,
    subcommand_required = true,
    arg_required_else_help = true,
    subcommand_value_name = "COMMANDE"
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Affiche cette aide.
    #[arg(short = 'h', long, action = clap::ArgAction::Help, global = true, help_heading = "Options")]
    help: Option<bool>,
    /// Affiche la version.
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "Options")]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Met le site en service, jusqu’à Ctrl-C ou SIGTERM.
    #[command(help_template = TEMPLATE)]
    Serve {
        /// Charge la démonstration si la base est vide.
        #[arg(long, help_heading = "Options")]
        demo: bool,
    },
    /// Charge l’association de démonstration dans une base vide et affiche ses comptes.
    #[command(help_template = TEMPLATE)]
    Demo,
    /// Crée l’association dans une base vide, avec ses instances (règles à confirmer) et ses volets.
    #[command(help_template = TEMPLATE)]
    Association {
        /// Nom de l’association.
        #[arg(value_name = "NOM", help_heading = "Arguments")]
        name: String,
    },
    /// Adds people.
    #[command(help_template = TEMPLATE, about = "Ajoute des personnes")]
    #[command(
        subcommand_help_heading = "Commandes",
        disable_help_subcommand = true,
        subcommand_value_name = "COMMANDE"
    )]
    Person {
        #[command(subcommand)]
        command: PersonCommand,
    },
    /// Copies the database.
    #[command(help_template = TEMPLATE, about = BACKUP)]
    Backup {
        /// Fichier à créer.
        #[arg(value_name = "FICHIER", help_heading = "Arguments")]
        file: PathBuf,
    },
    /// Checks the database.
    #[command(help_template = TEMPLATE, about = CHECK)]
    Check,
    /// Tries mail out.
    #[command(help_template = TEMPLATE, about = "Essaie l’envoi de courriels")]
    #[command(
        subcommand_help_heading = "Commandes",
        disable_help_subcommand = true,
        subcommand_value_name = "COMMANDE"
    )]
    Mail {
        #[command(subcommand)]
        command: MailCommand,
    },
    /// Affiche les réglages, leur rôle et leur valeur par défaut.
    #[command(help_template = TEMPLATE)]
    Settings,
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    /// Ajoute une personne et affiche le lien avec lequel elle choisit un mot de passe.
    #[command(help_template = TEMPLATE)]
    Add(person::Add),
}

#[derive(Debug, Subcommand)]
enum MailCommand {
    /// Envoie un courriel d’essai et dit ce que répond le serveur de courriel.
    #[command(help_template = TEMPLATE)]
    Test {
        /// Adresse où l’envoyer.
        #[arg(value_name = "ADRESSE", help_heading = "Arguments")]
        address: String,
    },
}

/// Prints. Whoever closed the output (`dires demo | head`) has read enough: that is no failure.
fn print(words: std::fmt::Arguments<'_>) {
    let mut output = std::io::stdout();
    drop(output.write_fmt(words).and_then(|()| output.flush()));
}

/// Reads the command line, does what it says, and says what went wrong.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return french::exit(&error),
    };
    match run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.exit(),
    }
}

fn run(command: Command) -> Result<(), Failure> {
    if matches!(command, Command::Settings) {
        print(format_args!("{}", config::described()));
        return Ok(());
    }
    let config = Config::load()?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure::from_runtime(&error))?;
    let done = runtime.block_on(async {
        match command {
            Command::Serve { demo } => serve::run(config, demo).await,
            Command::Demo => demo::run(&config).await,
            Command::Association { name } => association::run(&config, &name).await,
            Command::Person {
                command: PersonCommand::Add(add),
            } => add.run(&config).await,
            Command::Backup { file } => backup::run(&config, &file).await,
            Command::Mail {
                command: MailCommand::Test { address },
            } => mail::test(&config, &address).await,
            Command::Check => check::run(&config).await,
            Command::Settings => Ok(()),
        }
    });
    // What runs aside (a snapshot, a copy) is not waited for: it is begun again, or left as it was.
    runtime.shutdown_background();
    done
}
