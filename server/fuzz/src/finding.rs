//! What fuzzing looks for, and how a panic of what is tried becomes one.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

/// Something that may not happen, happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding(String);

impl Finding {
    /// In words; what panicked last is added, since the rules catch the library's panics.
    pub fn new(what: impl fmt::Display) -> Self {
        let last = LAST.with_borrow_mut(std::mem::take);
        Self(if last.is_empty() {
            what.to_string()
        } else {
            format!("{what} (last panic: {last})")
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A finding unless it holds.
pub fn expect(holds: bool, otherwise: impl fmt::Display) -> Result<(), Finding> {
    if holds {
        Ok(())
    } else {
        Err(Finding::new(otherwise))
    }
}

thread_local! {
    /// Whether this thread tries something: panics are noted, not printed.
    static TRYING: Cell<bool> = const { Cell::new(false) };
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs a target; a panic that reaches us is a finding.
pub fn guarded<T>(tried: impl FnOnce() -> Result<T, Finding>) -> Result<T, Finding> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| note(panic, &*before)));
    });
    LAST.with_borrow_mut(String::clear);
    TRYING.set(true);
    let result = catch_unwind(AssertUnwindSafe(tried));
    TRYING.set(false);
    result.unwrap_or_else(|_| Err(Finding::new("a panic escaped")))
}

fn note(panic: &PanicHookInfo<'_>, otherwise: &dyn Fn(&PanicHookInfo<'_>)) {
    if TRYING.get() {
        LAST.with_borrow_mut(|last| *last = panic.to_string());
    } else {
        otherwise(panic);
    }
}
