namespace Bokgi.Host.PaperTrading.Simulation;

internal sealed class UnknownStateException(int form)
    : ServiceFailureException(
        $"the session was saved in format {form}, which this version of the program does not know; run the version that saved it, or a later one",
        null,
        isForClients: true
    );
