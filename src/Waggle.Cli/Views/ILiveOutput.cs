using Waggle.Agent.Signals;

namespace Waggle.Cli.Views;

/// <summary>Shows reports of the machine as they come.</summary>
internal interface ILiveOutput : IDisposable
{
    /// <summary>Called several times a second.</summary>
    void Tick();

    /// <summary>Shows an interval.</summary>
    void Write(MachineReport interval);

    /// <summary>Shows the whole run; nothing comes after it.</summary>
    void Finish(MachineReport summary);
}
