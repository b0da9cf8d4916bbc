namespace Bokgi.Host.PaperTrading.Simulation;

/// <summary>A session was saved by a later version of the program.</summary>
internal sealed class UnknownStateException(int form)
    : ServiceFailureException(
        $"the session was saved in form {form}, which this version of the program does not know; run the version that saved it, or a later one",
        null,
        isForClients: true
    );
