namespace Waggle.Vm.Hooks.Events;

/// <summary>Which moment of an activity a hook is at.</summary>
public enum ActivityMoment
{
    /// <summary>It has started. Programs in <c>SEC("activity/start")</c>.</summary>
    Start,

    /// <summary>It has stopped. Programs in <c>SEC("activity/stop")</c>.</summary>
    Stop,
}
