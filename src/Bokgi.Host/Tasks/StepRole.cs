namespace Bokgi.Host.Tasks;

/// <summary>What a step does: the first cuts the task into pieces, each piece is a step, and the last combines the outcomes of the pieces.</summary>
internal enum StepRole
{
    Cut,
    Piece,
    Finish,
}
