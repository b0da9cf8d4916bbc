namespace Bokgi.Host.PaperTrading.Sessions;

/// <summary>A command to a session is stored, but no process is executing commands at the moment.</summary>
internal sealed class SessionNotRunningException(string sessionId)
    : ServiceFailureException(
        $"no server has the paper session {sessionId} at the moment; what was asked is done as soon as one runs ('bokgi serve')",
        null,
        isForClients: true
    );
