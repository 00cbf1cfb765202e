using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Waggle.Agent.Sensors;

namespace Waggle.Cli.Commands;

/// <summary>A kind of event that can be printed.</summary>
/// <param name="Name">Name of the command.</param>
/// <param name="Description">What it prints.</param>
/// <param name="Heading">Above the lines of text.</param>
/// <param name="JsonType">How an event is written as JSON.</param>
/// <param name="CreateSensor">Makes what watches them.</param>
/// <param name="Format">An event as a line of text.</param>
/// <param name="Examples">Examples for the help.</param>
internal sealed record TraceTopic<TSignal>(
    string Name,
    string Description,
    string Heading,
    JsonTypeInfo<TSignal> JsonType,
    Func<ParseResult, IEventSensor<TSignal>> CreateSensor,
    Func<TSignal, string> Format,
    params (string Command, string Meaning)[] Examples);
