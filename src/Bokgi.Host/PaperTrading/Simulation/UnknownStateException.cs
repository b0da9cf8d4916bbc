namespace Bokgi.Host.PaperTrading.Simulation;

internal sealed class UnknownStateException(int version)
    : ServiceFailureException(
        $"the session was saved in format {version}, which this version of the program does not know; run the version that saved it, or a later one",
        null,
        isMessagePublic: true
    );
