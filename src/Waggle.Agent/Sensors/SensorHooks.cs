using System.Reflection;
using Waggle.CSharp;

namespace Waggle.Agent.Sensors;

/// <summary>Where a sensor's programs attach.</summary>
internal static class SensorHooks
{
    /// <summary>Sections of the sensor's programs, such as "tp_btf/sched_switch".</summary>
    public static IEnumerable<string> Sections(this ISensor sensor) => sensor.Programs
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
        .Select(method => method.GetCustomAttribute<HookAttribute>())
        .OfType<HookAttribute>()
        .Select(hook => hook.Section);
}
