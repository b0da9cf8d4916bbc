namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>No server owns a session, or its owner did not execute a command in time.</summary>
internal sealed class NoSessionOwnerException(string sessionId)
    : ServiceFailureException(
        $"no server runs the paper session {sessionId} at the moment; the request is carried out as soon as one does ('bokgi serve')",
        null,
        isMessagePublic: true
    );
