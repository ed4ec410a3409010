//! People at their desks: signed in over the real front door, at the day the story has reached.

use std::collections::HashMap;

use domain::{Day, Error};
use store::Store;
use tonic::{Request, Status, metadata::MetadataValue, transport::Channel};
use wire::identity::v1::{
    SignInRequest, StepUpRequest, session_service_client::SessionServiceClient,
};

/// A session of the story is used for this long before signing in again.
const SESSION_US: i64 = 180_000_000;
/// Work starts at eight in the morning.
const MORNING_US: i64 = 8 * 3_600_000_000;

/// The stage on which the story plays: a server, a clock that follows the story, people.
pub struct Stage {
    store: Store,
    channel: Channel,
    password: String,
    sessions: HashMap<String, (i64, String)>,
}

impl Stage {
    /// A stage on a server that already listens.
    pub fn new(store: Store, channel: Channel, password: &str) -> Self {
        Self { store, channel, password: password.to_owned(), sessions: HashMap::new() }
    }

    /// The connection for a client of any service.
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// Moves the story to the morning of a day.
    ///
    /// # Errors
    /// A fault when the script names no day.
    pub fn day(&self, iso: &str) -> Result<(), Error> {
        let day = Day::parse(iso).map_err(|_| Error::fault(format!("demo: no day: {iso}")))?;
        self.store.clock().set(day.start_us().saturating_add(MORNING_US));
        Ok(())
    }

    /// The instant the story has reached.
    pub fn now_us(&self) -> i64 {
        self.store.clock().now_us()
    }

    /// A fresh request id.
    pub fn id(&self) -> String {
        self.store.new_request_id().uuid().to_string()
    }

    /// A person's hand on a message: the request as he or she sends it.
    ///
    /// # Errors
    /// A fault when the person cannot sign in.
    pub async fn by<T>(&mut self, account: &str, message: T) -> Result<Request<T>, Error> {
        let now_us = self.store.clock().now_us();
        let known = self
            .sessions
            .get(account)
            .filter(|(at, _)| (0..SESSION_US).contains(&now_us.saturating_sub(*at)));
        let token = match known {
            Some((_, token)) => token.clone(),
            None => {
                let request = SignInRequest {
                    account_name: account.to_owned(),
                    password: self.password.clone(),
                };
                let answer = SessionServiceClient::new(self.channel())
                    .sign_in(request)
                    .await
                    .map_err(told("SignIn"))?
                    .into_inner();
                self.step_up(&answer.token).await?;
                let since_us = self.store.clock().now_us();
                self.sessions.insert(account.to_owned(), (since_us, answer.token.clone()));
                answer.token
            }
        };
        bearing(&token, message)
    }

    /// Gives the password again, as approvals and payments want it.
    async fn step_up(&self, token: &str) -> Result<(), Error> {
        let request = bearing(token, StepUpRequest { password: self.password.clone() })?;
        let mut client = SessionServiceClient::new(self.channel());
        client.step_up(request).await.map_err(told("StepUp"))?;
        Ok(())
    }
}

fn bearing<T>(token: &str, message: T) -> Result<Request<T>, Error> {
    let mut request = Request::new(message);
    let bearer = MetadataValue::try_from(format!("Bearer {token}"))
        .map_err(|_| Error::fault("demo: token is no header"))?;
    request.metadata_mut().insert("authorization", bearer);
    Ok(request)
}

/// Turns a refused call of the story into a fault that names the call.
pub fn told(call: &'static str) -> impl Fn(Status) -> Error {
    move |status| Error::fault(format!("demo: {call}: {}: {}", status.code(), status.message()))
}
