//! A line to the mail server, and what can go wrong on it.

use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};

use super::message::Mail;
use crate::config::{Smtp, Tls};
use crate::web::messages::mail as say;

/// A server may take so many times its usual patience to say that it has taken a mail. RFC 5321 (4.5.3.2.6) asks for
/// patience here: who hangs up gives the same mail twice.
pub const PATIENCE: u32 = 5;

/// Why a mail was not taken, in French.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The server cannot be reached or used, for whatever mail.
    Server(String),
    /// Not this mail, not now.
    Later(String),
    /// Not this mail, ever.
    Refused(String),
}

impl Fault {
    /// The sentence.
    pub fn said(&self) -> &str {
        match self {
            Self::Server(said) | Self::Later(said) | Self::Refused(said) => said,
        }
    }
}

/// An open line. After a fault nothing more can be said on it.
pub struct Line {
    connection: AsyncSmtpConnection,
    timeout: Duration,
}

impl Line {
    /// Connects, enciphers and logs in, as the settings say, within their time.
    pub async fn open(smtp: &Smtp, public_url: &str) -> Result<Self, Fault> {
        // In a box: enciphering takes some 20 kB, which every future around it would have.
        let connecting = Box::pin(connect(smtp, public_url));
        let connection = within(smtp.timeout, connecting).await?;
        Ok(Self {
            connection,
            timeout: smtp.timeout,
        })
    }

    /// Says who writes to whom. Until this succeeds nothing is given.
    pub async fn announce(&mut self, mail: &Mail) -> Result<(), Fault> {
        let parameters = self.parameters(mail)?;
        let timeout = self.timeout;
        let said = async {
            let from = MailFrom::new(mail.envelope.from().cloned(), parameters);
            let answer = self.connection.command(from).await;
            answer.map_err(|error| for_all(&error))?;
            for to in mail.envelope.to() {
                let answer = self
                    .connection
                    .command(Rcpt::new(to.clone(), Vec::new()))
                    .await;
                answer.map_err(|error| for_this(&error))?;
            }
            let answer = self.connection.command(Data).await;
            answer.map(drop).map_err(|error| for_this(&error))
        };
        within(timeout, said).await
    }

    /// Gives the mail: once this succeeds the server answers for it.
    pub async fn give(&mut self, mail: &Mail) -> Result<(), Fault> {
        let timeout = self.timeout * PATIENCE;
        let given = async {
            let answer = self.connection.message(&mail.bytes).await;
            answer.map(drop).map_err(|error| for_this(&error))
        };
        within(timeout, given).await
    }

    /// Takes leave; a server that does not answer is left.
    pub async fn close(mut self) {
        let _left = tokio::time::timeout(self.timeout.min(LEAVE), self.connection.quit()).await;
    }

    fn parameters(&self, mail: &Mail) -> Result<Vec<MailParameter>, Fault> {
        let addresses = mail.envelope.to().iter().chain(mail.envelope.from());
        if addresses.map(AsRef::<str>::as_ref).all(str::is_ascii) {
            return Ok(Vec::new());
        }
        let utf8 = Extension::SmtpUtfEight;
        if self.connection.server_info().supports_feature(utf8) {
            return Ok(vec![MailParameter::SmtpUtfEight]);
        }
        let to = mail.envelope.to().first().map(ToString::to_string);
        Err(Fault::Refused(say::no_address(&to.unwrap_or_default())))
    }
}

/// How long a farewell may take.
const LEAVE: Duration = Duration::from_secs(2);

async fn within<T>(
    time: Duration,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    let done = tokio::time::timeout(time, work).await;
    done.unwrap_or_else(|_| Err(Fault::Server(say::silent(time.as_secs()))))
}

async fn connect(smtp: &Smtp, public_url: &str) -> Result<AsyncSmtpConnection, Fault> {
    let reached = |error: Error| match error.status() {
        Some(_) => for_all(&error),
        None => Fault::Server(say::unreachable(&cause(&error))),
    };
    let tls = || TlsParameters::new(smtp.host.clone()).map_err(reached);
    let first = match smtp.tls {
        Tls::Implicit => Some(tls()?),
        Tls::StartTls | Tls::None => None,
    };
    let (server, name) = ((smtp.host.as_str(), smtp.port), hello(public_url));
    let connected = AsyncSmtpConnection::connect_tokio1(server, None, &name, first, None).await;
    let mut connection = connected.map_err(reached)?;
    if smtp.tls == Tls::StartTls {
        let enciphered = connection.starttls(tls()?, &name).await;
        enciphered.map_err(|error| Fault::Server(say::unusable(&cause(&error))))?;
    }
    if let Some((user, password)) = &smtp.account {
        let credentials = Credentials::new(user.clone(), password.0.clone());
        let entered = connection.auth(DEFAULT_MECHANISMS, &credentials).await;
        entered.map_err(|error| for_all(&error))?;
    }
    Ok(connection)
}

/// What we call ourselves: the site's name.
fn hello(public_url: &str) -> ClientId {
    let uri = public_url.parse::<axum::http::Uri>().ok();
    let host = uri.as_ref().and_then(axum::http::Uri::host);
    let host = host.unwrap_or("localhost").trim_matches(['[', ']']);
    match host.parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

/// A fault that would meet any mail.
fn for_all(error: &Error) -> Fault {
    let said = match error.status() {
        Some(_) => say::unusable(&answer(error)),
        None => say::broken_off(&cause(error)),
    };
    Fault::Server(said)
}

/// A fault with this mail; 421 takes leave, whatever the mail (RFC 5321, 4.2.2).
fn for_this(error: &Error) -> Fault {
    match error.status().map(u16::from) {
        None => Fault::Server(say::broken_off(&cause(error))),
        Some(421) => Fault::Server(say::not_taken(&answer(error))),
        Some(_) if error.is_permanent() => Fault::Refused(say::not_taken(&answer(error))),
        Some(_) => Fault::Later(say::not_taken(&answer(error))),
    }
}

/// The server's own words, after their code.
fn answer(error: &Error) -> String {
    let code = error.status().map(|code| code.to_string());
    shortened(&format!("{} {}", code.unwrap_or_default(), cause(error)))
}

/// What lies at the bottom of an error.
fn cause(error: &Error) -> String {
    let mut found: &dyn std::error::Error = error;
    while let Some(source) = found.source() {
        found = source;
    }
    shortened(&found.to_string())
}

/// What is kept of what a server says, in characters.
const KEPT: usize = 300;

fn shortened(said: &str) -> String {
    let line: String = said.replace(|letter: char| letter.is_control(), " ");
    line.chars().take(KEPT).collect()
}
