//! The servers that are measured: each is started alone, on a folder of its own that holds the texts already.

mod hocuspocus;
mod node;
mod ours;
mod repo;
mod y_sweet;

use std::cell::RefCell;
use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::load::{Door, Load};
use crate::process;
use crate::text::Text;
use crate::tongue::{Tongue, automerge, yjs};

/// Who is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// `dires serve`.
    Ours,
    /// y-sweet.
    YSweet,
    /// Hocuspocus, with its `SQLite` extension.
    Hocuspocus,
    /// A server on automerge-repo, with file storage.
    Repo,
}

impl Peer {
    /// All, ours first.
    pub const ALL: [Self; 4] = [Self::Ours, Self::YSweet, Self::Hocuspocus, Self::Repo];

    /// Its name in settings and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::YSweet => "y-sweet",
            Self::Hocuspocus => "hocuspocus",
            Self::Repo => "automerge-repo",
        }
    }

    /// What is measured exactly; an error when it is not installed.
    pub fn version(self, places: &Places) -> Outcome<String> {
        match self {
            Self::Ours => ours::version(places),
            Self::YSweet => y_sweet::version(places),
            Self::Hocuspocus => node::version(places, "@hocuspocus/server"),
            Self::Repo => node::version(places, "@automerge/automerge-repo"),
        }
    }

    fn seed(self, places: &Places, folder: &Path, text: &Text, count: usize) -> Outcome<Seeded> {
        match self {
            Self::Ours => ours::seed(folder, text, count),
            Self::YSweet => y_sweet::seed(places, folder, text, count),
            Self::Hocuspocus => hocuspocus::seed(places, folder, text, count),
            Self::Repo => repo::seed(places, folder, text, count),
        }
    }

    fn command(self, places: &Places, folder: &Path, port: u16) -> Command {
        match self {
            Self::Ours => ours::command(places, folder, port),
            Self::YSweet => y_sweet::command(places, folder, port),
            Self::Hocuspocus => hocuspocus::command(places, folder, port),
            Self::Repo => repo::command(places, folder, port),
        }
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where things are.
pub struct Places {
    /// The binary `dires`.
    pub dires: PathBuf,
    /// The binary `y-sweet`.
    pub y_sweet: PathBuf,
    /// The folder with the peers' npm packages and servers.
    pub node: PathBuf,
    /// What is written while measuring; emptied.
    pub work: PathBuf,
}

/// The texts in a server's folder, and who may open them.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Seeded {
    /// The documents' names, as the server knows them.
    pub documents: Vec<String>,
    /// The header lines of people who are logged in; none when the server knows nobody.
    pub cookies: Vec<String>,
}

/// A server on its folder, running or not.
pub struct Server {
    peer: Peer,
    folder: PathBuf,
    seeded: Seeded,
    text: Rc<Text>,
    known: Rc<RefCell<automerge::Known>>,
    run: u64,
    writers: u32,
    running: Option<(Child, SocketAddr)>,
    port: u16,
    connections: usize,
}

impl Server {
    /// Prepares a folder with so many copies of the text. What was prepared for a round serves the next ones too.
    pub fn prepare(places: &Places, peer: Peer, text: &Rc<Text>, count: usize) -> Outcome<Self> {
        let seed = places.work.join(format!("{peer}-{}-{count}", text.edits));
        let told = seed.join("seeded.json");
        if !told.exists() {
            eprintln!("  {peer}: writing {count} texts of {} edits", text.edits);
            std::fs::create_dir_all(seed.join("data"))?;
            let seeded = peer.seed(places, &seed.join("data"), text, count)?;
            std::fs::write(&told, serde_json::to_vec(&seeded)?)?;
        }
        let folder = places.work.join("round");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        copy(&seed.join("data"), &folder)?;
        Ok(Self {
            peer,
            folder,
            seeded: serde_json::from_slice(&std::fs::read(&told)?)?,
            text: Rc::clone(text),
            known: Rc::new(RefCell::new(automerge::Known::starting_at(
                &text.heads,
                text.max_op,
            ))),
            run: uuid::Uuid::new_v4().as_u64_pair().0,
            writers: 0,
            running: None,
            port: 0,
            connections: 0,
        })
    }

    /// Starts it, and waits until it answers.
    pub fn start(&mut self, places: &Places) -> Outcome<()> {
        if self.port == 0 {
            self.port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        }
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        let mut command = self.peer.command(places, &self.folder, self.port);
        let log = std::fs::File::create(self.folder.join("bench.log"))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .map_err(|error| format!("{command:?}: {error}"))?;
        let (child, _) = self.running.insert((child, address));
        let deadline = Instant::now() + Duration::from_mins(1);
        while std::net::TcpStream::connect(address).is_err() {
            if child.try_wait()?.is_some() || Instant::now() > deadline {
                return Err(format!("{} did not start: {}", self.peer, self.said()).into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// What it last wrote to its log.
    pub fn said(&self) -> String {
        let log = std::fs::File::open(self.folder.join("bench.log"));
        let lines = log.map(|log| BufReader::new(log).lines().map_while(Result::ok));
        let lines: Vec<_> = lines.into_iter().flatten().collect();
        lines[lines.len().saturating_sub(5)..].join(" | ")
    }

    /// Kills it: what it has not stored is lost.
    pub fn kill(&mut self) -> Outcome<()> {
        if let Some((mut child, _)) = self.running.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Connections to it, none yet.
    pub fn load(&self) -> Outcome<Load> {
        let (_, address) = self.running.as_ref().ok_or("not running")?;
        Ok(Load::new(*address)?)
    }

    /// CPU milliseconds so far.
    pub fn cpu_ms(&self) -> Outcome<f64> {
        Ok(process::cpu_ms(self.pid()?)?)
    }

    /// KiB resident now.
    pub fn resident_kib(&self) -> Outcome<f64> {
        Ok(process::resident_kib(self.pid()?)?)
    }

    fn pid(&self) -> Outcome<u32> {
        let (child, _) = self.running.as_ref().ok_or("not running")?;
        Ok(child.id())
    }

    /// A reader's way in.
    pub fn reader(&mut self, document: usize) -> Door {
        self.door(document, None)
    }

    /// A writer's way in: the one of so many, each at its place in the text.
    pub fn writer(&mut self, document: usize, of: (usize, usize)) -> Outcome<Door> {
        let writer = self.writers;
        self.writers += 1;
        let pen = match self.peer {
            Peer::Ours | Peer::Repo => Pen::Automerge(automerge::Pen {
                writer,
                run: self.run,
                place: self.text.place(of.0, of.1),
                text: Rc::clone(&self.text),
            }),
            Peer::YSweet | Peer::Hocuspocus => {
                let client = yjs::client_of(writer);
                let first = self.text.first_update(client, of.0, of.1)?;
                Pen::Yjs(yjs::Pen::new(writer, first))
            }
        };
        Ok(self.door(document, Some(pen)))
    }

    fn door(&mut self, document: usize, pen: Option<Pen>) -> Door {
        self.connections += 1;
        let name = self.seeded.documents[document].clone();
        let tongue = match (self.peer, pen) {
            (Peer::Ours | Peer::Repo, pen) => {
                let peer = format!("essai-{:x}-{}", self.run, self.connections);
                let pen = pen.and_then(Pen::automerge);
                let known = Rc::clone(&self.known);
                Tongue::Automerge(automerge::Client::new(peer, &name, known, pen))
            }
            (Peer::YSweet, pen) => Tongue::Yjs(yjs::Client::new(None, pen.and_then(Pen::yjs))),
            (Peer::Hocuspocus, pen) => {
                let pen = pen.and_then(Pen::yjs);
                Tongue::Yjs(yjs::Client::new(Some(name.clone()), pen))
            }
        };
        let path = match self.peer {
            Peer::Ours => "/sync".to_owned(),
            Peer::YSweet => format!("/d/{name}/ws/{name}"),
            Peer::Hocuspocus | Peer::Repo => "/".to_owned(),
        };
        let cookies = &self.seeded.cookies;
        let cookie = cookies.get(self.connections % cookies.len().max(1));
        Door {
            path,
            cookie: cookie.cloned().unwrap_or_default(),
            tongue,
            document,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.kill() {
            eprintln!("{} was not killed: {error}", self.peer);
        }
    }
}

enum Pen {
    Automerge(automerge::Pen),
    Yjs(yjs::Pen),
}

impl Pen {
    fn automerge(self) -> Option<automerge::Pen> {
        match self {
            Self::Automerge(pen) => Some(pen),
            Self::Yjs(_) => None,
        }
    }

    fn yjs(self) -> Option<yjs::Pen> {
        match self {
            Self::Yjs(pen) => Some(pen),
            Self::Automerge(_) => None,
        }
    }
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
