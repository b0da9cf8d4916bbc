namespace Bokgi.Host.PaperTrading.Sessions;

internal sealed class SessionNotRunningException(string sessionId)
    : ServiceFailureException(
        $"no server has the paper session {sessionId} at the moment; what was asked is done as soon as one runs ('bokgi serve')",
        null,
        isForClients: true
    );
