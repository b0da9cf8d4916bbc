namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>No server executed a command for a session in time: usually none owns the session at the moment.</summary>
internal sealed class NoSessionOwnerException(string sessionId)
    : ServiceFailureException(
        $"no server runs the paper session {sessionId} at the moment; the request is carried out as soon as one does ('bokgi serve')",
        null,
        isMessagePublic: true
    );
