//! The demo district's people, signed in.

use std::time::Duration;

use tonic::{
    Request, Status,
    metadata::MetadataValue,
    transport::{Channel, Endpoint},
};
use wire::identity::v1::{
    SignInRequest, StepUpRequest, session_service_client::SessionServiceClient,
};

/// The password of every demo account.
pub const PASSWORD: &str = "lumbung-demo-2026";

/// A signed-in person.
#[derive(Clone)]
pub struct Person {
    pub account: String,
    channel: Channel,
    token: MetadataValue<tonic::metadata::Ascii>,
}

/// A connection that is made when it is needed and made again when it breaks.
pub fn channel(address: &str) -> Channel {
    Endpoint::from_shared(address.to_owned()).expect("the address is valid").connect_lazy()
}

impl Person {
    /// Signs in and steps up.
    pub async fn sign_in(channel: Channel, account: &str) -> Self {
        let request =
            SignInRequest { account_name: account.to_owned(), password: PASSWORD.to_owned() };
        let answer = SessionServiceClient::new(channel.clone())
            .sign_in(request)
            .await
            .unwrap_or_else(|status| panic!("{account} cannot sign in: {status}"));
        let token = MetadataValue::try_from(format!("Bearer {}", answer.get_ref().token))
            .expect("a token is a header");
        let person = Self { account: account.to_owned(), channel, token };
        // Under a planted fault the session may be answered before it is there.
        for _ in 0..40 {
            if person.try_step_up().await.is_ok() {
                return person;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        person.step_up().await;
        person
    }

    /// Gives the password again.
    pub async fn step_up(&self) {
        self.try_step_up()
            .await
            .unwrap_or_else(|status| panic!("{} cannot step up: {status}", self.account));
    }

    async fn try_step_up(&self) -> Result<(), Status> {
        let request = self.ask(StepUpRequest { password: PASSWORD.to_owned() });
        SessionServiceClient::new(self.channel()).step_up(request).await.map(|_| ())
    }

    /// The same session through another connection.
    pub fn through(&self, channel: Channel) -> Self {
        Self { channel, ..self.clone() }
    }

    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// A message as this person sends it.
    pub fn ask<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        request.metadata_mut().insert("authorization", self.token.clone());
        request
    }
}
