//! A browser without a network: it keeps cookies, says where it comes from, and fills the forms' token.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use cookie::Cookie;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::time::timeout;
use tower::ServiceExt as _;

use crate::app::App;
use crate::entropy::Token;
use crate::web::{cookies, csrf, sessions};

/// The host that test requests are sent to.
pub const HOST: &str = "dires.exemple.fr";

/// How long an answer may take to end: a stream of events never does, and fails its test rather than hold it up.
const LONGEST_ANSWER: Duration = Duration::from_secs(20);

/// One person's browser.
pub struct Browser {
    router: Router,
    app: App,
    cookies: BTreeMap<String, String>,
    to_log_in: Option<String>,
    headers: HeaderMap,
}

impl Browser {
    pub(super) fn new(router: Router, app: &App) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::USER_AGENT,
            "Firefox/140.0 (X11; Linux x86_64)".parse().unwrap(),
        );
        headers.insert(header::HOST, HOST.parse().unwrap());
        Self {
            router,
            app: app.clone(),
            cookies: BTreeMap::new(),
            to_log_in: None,
            headers,
        }
    }

    pub(super) fn opening_a_session_for(self, email: &str) -> Self {
        let to_log_in = Some(email.to_owned());
        Self { to_log_in, ..self }
    }

    /// The same, sending this header with each request.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, value.parse().unwrap());
        self
    }

    /// The session cookie's value, if there is one.
    pub fn session(&self) -> Option<&str> {
        let name = cookies::session_name(&self.app.config);
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a session cookie of this value, whatever it is.
    pub fn set_session(&mut self, value: &str) {
        let name = cookies::session_name(&self.app.config);
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, None, Vec::new()).await
    }

    /// Sends a form of this site, with its token. Redirections are not followed: see [`Page::assert_goes_to`].
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.log_in().await;
        let mut fields = fields.to_vec();
        let token = self
            .session()
            .map(|secret| csrf::form_token(&Token::presented(secret)));
        fields.push((csrf::FIELD, token.as_deref().unwrap_or_default()));
        self.submit_bare(path, &fields).await
    }

    /// Sends a form exactly as given, without the token.
    pub async fn submit_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let body = pairs.collect::<Vec<_>>().join("&").into_bytes();
        self.send(
            Method::POST,
            path,
            Some("application/x-www-form-urlencoded"),
            body,
        )
        .await
    }

    /// Sends a form with a file, with its token.
    pub async fn submit_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Page {
        self.log_in().await;
        let token = self
            .session()
            .map(|secret| csrf::form_token(&Token::presented(secret)));
        let mut body = Vec::new();
        let mut part = |disposition: String, bytes: &[u8]| {
            let head = format!("--limite\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        };
        for (name, value) in fields {
            part(format!("name=\"{name}\""), value.as_bytes());
        }
        part(
            format!("name=\"{}\"", csrf::FIELD),
            token.unwrap_or_default().as_bytes(),
        );
        part(
            format!("name=\"{}\"; filename=\"{}\"", file.0, file.1),
            file.2,
        );
        body.extend_from_slice(b"--limite--\r\n");
        self.send(
            Method::POST,
            path,
            Some("multipart/form-data; boundary=limite"),
            body,
        )
        .await
    }

    /// Sends JSON to the API.
    pub async fn post_json(&mut self, path: &str, body: &serde_json::Value) -> Page {
        let body = body.to_string().into_bytes();
        self.send(Method::POST, path, Some("application/json"), body)
            .await
    }

    /// Sends any request.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        kind: Option<&str>,
        body: Vec<u8>,
    ) -> Page {
        self.log_in().await;
        let mut request = Request::builder().method(method.clone()).uri(path);
        let headers = request.headers_mut().unwrap();
        if method != Method::GET {
            headers.insert(header::ORIGIN, format!("http://{HOST}").parse().unwrap());
        }
        headers.extend(self.headers.clone());
        if let Some(kind) = kind {
            headers.insert(header::CONTENT_TYPE, kind.parse().unwrap());
        }
        for (name, value) in &self.cookies {
            headers.append(header::COOKIE, format!("{name}={value}").parse().unwrap());
        }
        let peer = ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 40_000)));
        let request = request.extension(peer).body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        self.keep_cookies(response.headers());
        Page::read(format!("{method} {path}"), response).await
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for value in headers.get_all(header::SET_COOKIE) {
            let cookie = Cookie::parse(value.to_str().unwrap().to_owned()).unwrap();
            if cookie.max_age() == Some(cookie::time::Duration::ZERO) {
                self.cookies.remove(cookie.name());
            } else {
                self.cookies
                    .insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
    }

    /// Opens the session without the log-in page, whose password costs time.
    async fn log_in(&mut self) {
        let Some(email) = self.to_log_in.take() else {
            return;
        };
        let mut tx = self.app.db.write().await.unwrap();
        let found = tx.credentials(&email).await.unwrap();
        let person = found
            .unwrap_or_else(|| panic!("nobody has the address {email}"))
            .person;
        let cookie = sessions::open(&self.app, &mut tx, person, &self.headers)
            .await
            .unwrap();
        tx.save().await.unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(header::SET_COOKIE, cookie);
        self.keep_cookies(&headers);
    }
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    asked: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as text.
    pub text: String,
}

impl Page {
    async fn read(asked: String, response: axum::response::Response) -> Self {
        let (parts, body) = response.into_parts();
        let whole = timeout(LONGEST_ANSWER, axum::body::to_bytes(body, usize::MAX)).await;
        let whole = whole.unwrap_or_else(|_| panic!("{asked} never ends: {}", parts.status));
        let bytes = whole.unwrap();
        Self {
            asked,
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// What it tells, but for the name of its request.
    pub fn told(&self) -> (String, HeaderMap) {
        let mut headers = self.headers.clone();
        let name = headers.remove("x-request-id").expect("a name");
        (self.text.replace(name.to_str().unwrap(), ""), headers)
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", self.asked, self.text))
    }

    /// Checks the status.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}\n{}",
            self.asked,
            self.text
        );
        self
    }

    /// Checks that it redirects there.
    #[track_caller]
    pub fn assert_goes_to(&self, path: &str) -> &Self {
        assert_eq!(
            self.header("location"),
            Some(path),
            "{} {}\n{}",
            self.asked,
            self.status,
            self.text
        );
        self
    }

    /// Checks that the page holds this text, as it stands in the HTML.
    #[track_caller]
    pub fn assert_shows(&self, text: &str) -> &Self {
        assert!(
            self.text.contains(text),
            "{}: « {text} » is not in\n{}",
            self.asked,
            self.text
        );
        self
    }

    /// Checks that the page does not hold this text.
    #[track_caller]
    pub fn assert_lacks(&self, text: &str) -> &Self {
        assert!(
            !self.text.contains(text),
            "{}: « {text} » is in\n{}",
            self.asked,
            self.text
        );
        self
    }
}
