//! People, signed in over the front door.

use std::sync::atomic::{AtomicI64, Ordering};

use tonic::{
    Request,
    metadata::{Ascii, MetadataValue},
    transport::Channel,
};
use wire::identity::v1::{
    SignInRequest, StepUpRequest, session_service_client::SessionServiceClient,
};

/// The password of every demo account.
const PASSWORD: &str = "lumbung-demo-2026";

/// A signed-in person who has just given the password once more.
pub struct Person(MetadataValue<Ascii>);

impl Person {
    /// Somebody of the demo district.
    pub async fn sign_in(channel: &Channel, account: &str) -> Self {
        let mut sessions = SessionServiceClient::new(channel.clone());
        let password = PASSWORD.to_owned();
        let request = SignInRequest { account_name: account.to_owned(), password };
        let answer = sessions.sign_in(request).await.unwrap().into_inner();
        let person = Self::of_token(&answer.token);
        let message = StepUpRequest { password: PASSWORD.to_owned() };
        sessions.step_up(person.ask(message)).await.unwrap();
        person
    }

    /// Whoever holds a token.
    pub fn of_token(token: &str) -> Self {
        Self(MetadataValue::try_from(format!("Bearer {token}")).unwrap())
    }

    /// A message as this person sends it.
    pub fn ask<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        request.metadata_mut().insert("authorization", self.0.clone());
        request
    }
}

/// A fresh request id: a UUIDv7 of this machine's time.
pub fn request_id() -> String {
    static COUNT: AtomicI64 = AtomicI64::new(0);
    let ms = domain::clock::machine_us() / 1_000;
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    format!("{:08x}-{:04x}-7000-8000-{count:012x}", ms >> 16, ms & 0xffff)
}
