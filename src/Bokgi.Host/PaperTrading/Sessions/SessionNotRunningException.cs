namespace Bokgi.Host.PaperTrading.Sessions;

internal sealed class SessionNotRunningException(string sessionId)
    : ServiceFailureException(
        $"no server runs the paper session {sessionId} at the moment; the request is carried out as soon as one does ('bokgi serve')",
        null,
        isMessagePublic: true
    );
