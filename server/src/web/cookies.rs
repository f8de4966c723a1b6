//! The cookies: the session's token, and the message that the next page shows once.

use axum::http::{HeaderMap, HeaderValue, header};
use chrono::TimeDelta;
use cookie::{Cookie, SameSite};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::config::Config;

/// A message for the next page lives this long.
const MESSAGE_LIFE: i64 = 60;

/// The session cookie's name: `__Host-` keeps other hosts and plain HTTP from setting it.
pub fn session_name(config: &Config) -> &'static str {
    if config.is_https() {
        "__Host-dires"
    } else {
        "dires"
    }
}

/// The name of the cookie that carries a message to the next page.
pub fn message_name(config: &Config) -> &'static str {
    if config.is_https() {
        "__Host-dires-message"
    } else {
        "dires-message"
    }
}

/// The name of the cookie that has this device keep nothing of the texts, as asked for at the log-in.
pub fn device_name(config: &Config) -> &'static str {
    if config.is_https() {
        "__Host-dires-appareil"
    } else {
        "dires-appareil"
    }
}

/// The value of a cookie of the request.
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// The header that gives the browser its session.
pub fn open_session(config: &Config, token: &str, life: TimeDelta) -> HeaderValue {
    set(config, session_name(config), token, life.num_seconds())
}

/// The header that takes the session back.
pub fn close_session(config: &Config) -> HeaderValue {
    set(config, session_name(config), "", 0)
}

/// The header that says whether this device keeps what is needed to write without network: by itself it does, and of a
/// browser that several share it is told not to, for as long as a session lives.
pub fn keep_on_device(config: &Config, keeps: bool, life: TimeDelta) -> HeaderValue {
    let (value, seconds) = if keeps {
        ("", 0)
    } else {
        ("rien", life.num_seconds())
    };
    set(config, device_name(config), value, seconds)
}

/// Whether this device keeps what is needed to write without network.
pub fn keeps_on_device(config: &Config, headers: &HeaderMap) -> bool {
    read(headers, device_name(config)).is_none()
}

/// The header that has the next page show a sentence, once.
pub fn say_next(config: &Config, sentence: &str) -> HeaderValue {
    let value = utf8_percent_encode(sentence, NON_ALPHANUMERIC).to_string();
    set(config, message_name(config), &value, MESSAGE_LIFE)
}

/// The header that forgets the sentence once it is shown.
pub fn said(config: &Config) -> HeaderValue {
    set(config, message_name(config), "", 0)
}

/// The sentence that this page must show.
pub fn message(config: &Config, headers: &HeaderMap) -> Option<String> {
    let value = read(headers, message_name(config))?;
    let sentence = percent_decode_str(&value).decode_utf8().ok()?;
    Some(sentence.into_owned()).filter(|sentence| !sentence.is_empty())
}

fn set(config: &Config, name: &str, value: &str, seconds: i64) -> HeaderValue {
    let cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(config.is_https())
        .max_age(cookie::time::Duration::seconds(seconds))
        .build();
    HeaderValue::from_str(&cookie.to_string()).expect("a cookie is made of visible ASCII")
}
