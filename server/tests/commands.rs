//! The command `dires` as whoever runs the server types it: what it prints, and the status with which it ends.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use tempfile::TempDir;

/// A folder in which `dires` runs, with nothing of the environment's settings; an empty file hides the system's.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("dires.toml"), "").unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dires"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DIRES_")) {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .current_dir(self.path())
            .env("DIRES_LISTEN", "127.0.0.1:0");
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command(arguments).output().unwrap())
    }

    /// Serves until dropped; the address it says.
    fn serve(&self) -> Serving {
        let mut child = self
            .command(&["serve"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().to_owned();
        Serving {
            child,
            output,
            address,
        }
    }

    fn sqlite(&self) -> String {
        format!(
            "sqlite://{}",
            self.path().join("data/dires.sqlite").display()
        )
    }
}

struct Serving {
    child: Child,
    output: BufReader<ChildStdout>,
    address: String,
}

impl Serving {
    /// Tells it to stop as a service manager does; everything that it said since.
    fn stop(mut self) -> (Option<i32>, String) {
        tell_to_stop(&self.child);
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

fn tell_to_stop(child: &Child) {
    let id = child.id().to_string();
    let told = Command::new("kill").args(["-TERM", &id]).status();
    assert!(told.unwrap().success());
}

#[derive(Debug)]
struct Said {
    status: Option<i32>,
    words: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let words = [&output.stdout[..], &output.stderr].concat();
        Self {
            status: output.status.code(),
            words: String::from_utf8(words).unwrap().replace('\u{a0}', " "),
        }
    }

    #[track_caller]
    fn assert(&self, status: i32, words: &str) {
        assert_eq!(self.status, Some(status), "{}", self.words);
        assert!(
            self.words.contains(words),
            "« {words} » is not in\n{}",
            self.words
        );
    }
}

#[test]
fn help_is_french_and_documents_every_setting() {
    let said = Place::new().run(&["--help"]);
    said.assert(0, "Commandes:");
    for setting in &dires::config::SETTINGS {
        said.assert(0, setting.name);
    }
    for limit in dires::config::LIMITS {
        said.assert(0, limit.name);
    }
    for english in ["Commands:", "Print help", "Arguments:\n  <COMMAND>"] {
        assert!(!said.words.contains(english), "{}", said.words);
    }
}

#[test]
fn a_mistaken_command_line_is_said_in_french() {
    let place = Place::new();
    place
        .run(&["servir"])
        .assert(2, "la commande « servir » n’existe pas");
    place
        .run(&["serve", "--port"])
        .assert(2, "l’option « --port » n’existe pas");
    place.run(&["backup"]).assert(2, "il manque <FICHIER>");
}

#[test]
fn a_wrong_setting_is_named() {
    let place = Place::new();
    let output = place
        .command(&["serve"])
        .env("DIRES_LISTEN", "8080")
        .output()
        .unwrap();
    Said::of(&output).assert(2, "Réglage DIRES_LISTEN (environnement)");
    std::fs::write(place.path().join("dires.toml"), "ecoute = 'x'").unwrap();
    place
        .run(&["serve"])
        .assert(2, "Réglage ecoute (dires.toml)");
}

#[test]
fn it_serves_is_saved_meanwhile_and_stops_when_told() {
    let place = Place::new();
    let serving = place.serve();
    place
        .run(&["backup", "copie.sqlite"])
        .assert(0, "Sauvegarde écrite : copie.sqlite");
    place
        .run(&["backup", "copie.sqlite"])
        .assert(1, "existe déjà");
    place.run(&["check"]).assert(0, "Tout est intact.");
    let output = place
        .command(&["serve"])
        .env("DIRES_LISTEN", &serving.address)
        .output()
        .unwrap();
    Said::of(&output).assert(1, "est déjà utilisé par un autre programme");
    let (status, rest) = serving.stop();
    assert_eq!((status, rest.trim()), (Some(0), "Dires est arrêté."));

    let copy = format!("sqlite://{}", place.path().join("copie.sqlite").display());
    let output = place
        .command(&["check"])
        .env("DIRES_DATABASE", copy)
        .output()
        .unwrap();
    Said::of(&output).assert(0, "Tout est intact.");
}

#[test]
fn a_new_site_starts_with_its_name_and_its_secretariat() {
    let place = Place::new();
    place
        .run(&["association", "Dialogue"])
        .assert(0, "Dialogue : créée");
    place
        .run(&["association", "Autre"])
        .assert(1, "contient déjà une association");
    let add = [
        "person",
        "add",
        "--email",
        "secretariat@exemple.fr",
        "--name",
        "Secrétariat",
    ];
    let with = |more: &[&'static str]| place.run(&[&add[..], more].concat());
    with(&["--function", "direction"]).assert(1, "Choisissez le territoire");
    with(&["--function", "roi"]).assert(1, "Valeurs possibles : direction");
    with(&["--function", "secretariat"]).assert(0, "/invitation/");
    with(&[]).assert(1, "est déjà celle d’une personne");
}

#[tokio::test]
async fn a_database_that_cannot_serve_says_why() {
    let place = Place::new();
    place.run(&["association", "Dialogue"]).assert(0, "créée");
    let read_only = format!("{}?mode=ro", place.sqlite());
    let output = place
        .command(&["serve"])
        .env("DIRES_DATABASE", read_only)
        .output()
        .unwrap();
    Said::of(&output).assert(1, "ne peut pas être ouverte en écriture");

    let pool = sqlx::SqlitePool::connect(&place.sqlite()).await.unwrap();
    let lock = pool.begin_with("begin exclusive").await.unwrap();
    place
        .run(&["serve"])
        .assert(1, "est verrouillée par un autre programme");
    lock.rollback().await.unwrap();

    let newer = "insert into _sqlx_migrations select 9999, description, installed_on, success, checksum, execution_time
        from _sqlx_migrations limit 1";
    sqlx::query(newer).execute(&pool).await.unwrap();
    pool.close().await;
    place
        .run(&["serve"])
        .assert(1, "version plus récente de Dires (migration 9999)");
    place
        .run(&["check"])
        .assert(1, "version plus récente de Dires");
}

#[test]
fn a_place_that_does_not_hold_a_database_is_named() {
    let place = Place::new();
    place.run(&["check"]).assert(1, "Il n’y a pas de base dans");
    place
        .run(&["backup", "copie"])
        .assert(1, "Il n’y a pas de base dans");
    std::fs::create_dir(place.path().join("data")).unwrap();
    std::fs::write(place.path().join("data/dires.sqlite"), "autre chose\n").unwrap();
    place
        .run(&["check"])
        .assert(1, "n’est pas un fichier SQLite");
    place
        .run(&["serve"])
        .assert(1, "n’est pas un fichier SQLite");
}

#[test]
fn a_backup_says_where_it_cannot_be_written_and_follows_an_interrupted_one() {
    let place = Place::new();
    place.run(&["association", "Dialogue"]).assert(0, "créée");
    place
        .run(&["backup", "absent/copie"])
        .assert(1, "ne peut pas être écrite dans absent/copie.partiel");
    std::fs::write(place.path().join("copie.partiel"), "interrompue").unwrap();
    place
        .run(&["backup", "copie"])
        .assert(0, "Sauvegarde écrite");
}

#[test]
fn a_data_folder_that_cannot_be_written_is_named() {
    let place = Place::new();
    std::fs::write(place.path().join("data"), "un fichier, pas un dossier").unwrap();
    place
        .run(&["serve"])
        .assert(1, "(DIRES_DATA) ne peut pas être écrit");
}

#[test]
fn postgres_has_its_own_tool_and_its_password_is_not_shown() {
    let place = Place::new();
    let url = "postgres://dires:secret@base.exemple.fr/dires";
    let output = place
        .command(&["backup", "copie"])
        .env("DIRES_DATABASE", url)
        .output()
        .unwrap();
    let said = Said::of(&output);
    said.assert(
        1,
        "pg_dump --format=custom --file='copie' 'postgres://dires@base.exemple.fr/dires'",
    );
    assert!(!said.words.contains("secret"));
}

#[test]
fn the_demonstration_is_refused_where_it_would_be_a_danger() {
    let place = Place::new();
    let output = place
        .command(&["demo"])
        .env("DIRES_PUBLIC_URL", "https://dires.exemple.fr")
        .output()
        .unwrap();
    Said::of(&output).assert(2, "La démonstration est refusée");
}

#[test]
fn whoever_closes_the_output_has_read_enough() {
    let (read, write) = std::io::pipe().unwrap();
    drop(read);
    let output = Place::new().command(&["settings"]).stdout(write).output();
    Said::of(&output.unwrap()).assert(0, "");
}

#[test]
fn the_service_manager_is_told_when_it_serves_and_when_it_stops() {
    let place = Place::new();
    let socket = UnixDatagram::bind(place.path().join("notify")).unwrap();
    let heard = || {
        let mut said = [0; 32];
        let length = socket.recv(&mut said).unwrap();
        String::from_utf8_lossy(&said[..length]).into_owned()
    };
    let mut command = place.command(&["serve"]);
    let mut child = command
        .env("NOTIFY_SOCKET", place.path().join("notify"))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    assert_eq!(heard(), "READY=1");
    tell_to_stop(&child);
    assert_eq!(heard(), "STOPPING=1");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_address_where_it_is_watched_is_named_when_it_cannot_be_had() {
    let place = Place::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = place.command(&["serve"]);
    let output = command.env("DIRES_METRICS", address).output().unwrap();
    Said::of(&output).assert(1, "choisissez une autre adresse avec DIRES_METRICS");
}
