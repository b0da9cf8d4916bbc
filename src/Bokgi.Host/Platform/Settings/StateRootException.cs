namespace Bokgi.Host.Platform.Settings;

/// <summary>STATE_ROOT cannot be written; the message is one line with the remedy.</summary>
internal sealed class StateRootException(string folder, string reason, Exception? cause = null)
    : IOException($"STATE_ROOT {folder} cannot be used: {reason}; set STATE_ROOT to a folder that can be written", cause);
